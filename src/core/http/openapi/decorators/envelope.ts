import type { Type } from '@nestjs/common'
import { exampleRequestId } from './example-ids.js'
import { FlagField, ObjectField, TextField } from './field.decorators.js'
import { acceptableId } from './patterns.js'

const envelopes = new Map<Type, Type>()

/** The schema of the success envelope around a DTO class; EnvelopeInterceptor sends it. */
export function enveloped(data: Type): Type {
  const known = envelopes.get(data)
  if (known !== undefined) return known
  class Envelope {
    @FlagField({ description: 'Always true; errors have false.', value: true })
    readonly success!: true

    @ObjectField({ description: 'The requested data.', type: () => data })
    readonly data!: unknown

    @TextField({
      description: 'Request id, as in the header X-Request-ID.',
      maxLength: 128,
      pattern: acceptableId
    })
    readonly requestId!: string
  }
  // The document names a schema after its class.
  Object.defineProperty(Envelope, 'name', { value: `${data.name.replace(/Dto$/, '')}Envelope` })
  envelopes.set(data, Envelope)
  return Envelope
}

export function envelopedExample(data: unknown): object {
  return { success: true, data, requestId: exampleRequestId }
}
