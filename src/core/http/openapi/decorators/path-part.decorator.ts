import { ApiParam } from '@nestjs/swagger'

interface PathPartOptions {
  readonly about: string
  readonly maxLength: number
  /** ECMA 262, unanchored. */
  readonly pattern: string
  readonly example: string
}

/** A part of a route's address that callers fill in. */
export function PathPart(name: string, options: PathPartOptions): MethodDecorator {
  const { about, maxLength, pattern, example } = options
  return ApiParam({
    name,
    description: about,
    required: true,
    schema: { type: 'string', minLength: 1, maxLength, pattern },
    example
  })
}
