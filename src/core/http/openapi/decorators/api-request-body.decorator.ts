import { applyDecorators, type Type } from '@nestjs/common'
import { ApiBody, ApiExtension } from '@nestjs/swagger'
import { openBodyExtension } from './extensions.js'

interface ApiRequestBodyOptions {
  readonly description: string
  readonly type: Type
  /** Name of an example -> a body that is accepted. */
  readonly examples: Readonly<Record<string, unknown>>
  /** Whether fields that it does not know are ignored; otherwise they are refused. */
  readonly ignoresUnknownFields?: boolean
}

/** The JSON body that a route takes. */
export function ApiRequestBody(options: ApiRequestBodyOptions): MethodDecorator {
  const { description, type, examples, ignoresUnknownFields = false } = options
  return applyDecorators(
    ApiExtension(openBodyExtension, ignoresUnknownFields && type.name),
    ApiBody({
      description: description,
      type,
      required: true,
      examples: Object.fromEntries(
        Object.entries(examples).map(([name, value]) => [name, { summary: name, value }])
      )
    })
  )
}
