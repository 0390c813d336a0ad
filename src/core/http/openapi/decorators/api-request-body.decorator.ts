import { applyDecorators } from '@nestjs/common'
import type { DocumentedClass } from './api-success.decorator.js'
import { Documented } from './documented.decorator.js'
import { openBodyExtension } from './extensions.js'
import { ignoresUnknownFields } from './ignore-unknown-fields.decorator.js'

/** The JSON body of a route. */
export function ApiRequestBody(type: DocumentedClass, description: string): MethodDecorator {
  return applyDecorators(
    Documented(({ ApiExtension }) =>
      ApiExtension(openBodyExtension, ignoresUnknownFields(type) && type.name)
    ),
    Documented(({ ApiBody }) =>
      ApiBody({
        description,
        type,
        required: true,
        examples: Object.fromEntries(
          Object.entries(type.examples).map(([name, value]) => [name, { summary: name, value }])
        )
      })
    )
  )
}
