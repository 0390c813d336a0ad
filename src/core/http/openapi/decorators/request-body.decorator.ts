import { applyDecorators, type Type } from '@nestjs/common'
import { ApiBody, ApiExtension } from '@nestjs/swagger'
import { openBodyExtension } from './extensions.js'

interface RequestBodyOptions {
  readonly about: string
  readonly type: Type
  /** Name of an example -> a body that is accepted. */
  readonly examples: Readonly<Record<string, unknown>>
  /** Whether fields that it does not know are ignored; otherwise they are refused. */
  readonly ignoresUnknownFields?: boolean
}

/** The JSON body that a route takes. */
export function RequestBody(options: RequestBodyOptions): MethodDecorator {
  const { about, type, examples, ignoresUnknownFields = false } = options
  return applyDecorators(
    ApiExtension(openBodyExtension, ignoresUnknownFields && type.name),
    ApiBody({
      description: about,
      type,
      required: true,
      examples: Object.fromEntries(
        Object.entries(examples).map(([name, value]) => [name, { summary: name, value }])
      )
    })
  )
}
