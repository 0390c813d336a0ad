import { Documented } from './documented.decorator.js'

interface ApiPathParamOptions {
  readonly description: string
  readonly maxLength: number
  /** ECMA 262, unanchored. */
  readonly pattern: string
  readonly example: string
}

/** A path parameter. */
export function ApiPathParam(name: string, options: ApiPathParamOptions): MethodDecorator {
  const { description, maxLength, pattern, example } = options
  return Documented(({ ApiParam }) =>
    ApiParam({
      name,
      description: description,
      required: true,
      schema: { type: 'string', minLength: 1, maxLength, pattern },
      example
    })
  )
}
