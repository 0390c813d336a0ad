import type { Type } from '@nestjs/common'
import { FlagField, ObjectField, TextField } from './field.decorators.js'
import { acceptableId } from './patterns.js'

/** Kuybi's success envelope around a documented class, as EnvelopeInterceptor puts it there. */
export function enveloped(data: Type): Type {
  class Envelope {
    @FlagField({ description: 'true: this is no error.', value: true })
    readonly success!: true

    @ObjectField({ description: 'What was asked for.', type: () => data })
    readonly data!: unknown

    @TextField({
      description: 'As in the header X-Request-ID.',
      maxLength: 128,
      pattern: acceptableId
    })
    readonly requestId!: string
  }
  // The document names a schema after its class.
  Object.defineProperty(Envelope, 'name', { value: `${data.name}Envelope` })
  return Envelope
}
