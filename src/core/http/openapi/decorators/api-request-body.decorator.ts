import { applyDecorators } from '@nestjs/common'
import { ApiBody, ApiExtension } from '@nestjs/swagger'
import type { DocumentedClass } from './api-success.decorator.js'
import { openBodyExtension } from './extensions.js'
import { ignoresUnknownFields } from './ignore-unknown-fields.decorator.js'

/** The JSON body of a route. */
export function ApiRequestBody(type: DocumentedClass, description: string): MethodDecorator {
  return applyDecorators(
    ApiExtension(openBodyExtension, ignoresUnknownFields(type) && type.name),
    ApiBody({
      description,
      type,
      required: true,
      examples: Object.fromEntries(
        Object.entries(type.examples).map(([name, value]) => [name, { summary: name, value }])
      )
    })
  )
}
