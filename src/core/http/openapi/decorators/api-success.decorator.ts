import { applyDecorators, type Type } from '@nestjs/common'
import { Documented } from './documented.decorator.js'
import { enveloped, envelopedExample } from './envelope.js'
import { plainText } from './patterns.js'

/** A DTO class with examples of itself, each under its name. */
export type DocumentedClass<T = unknown> = Type<T> & {
  readonly examples: Readonly<Record<string, T>>
}

/** Headers that only some responses carry; the document describes each once. */
export type ApiSuccessHeader =
  | 'Location'
  | 'Idempotency-Replayed'
  | 'ETag'
  | 'X-Ignored-Fields'
  | 'Warning'

interface ApiSuccessOptions {
  readonly description: string
  readonly type: DocumentedClass
  readonly headers?: readonly ApiSuccessHeader[]
  /** Without the envelope, as `@Bare()` makes it. */
  readonly bare?: boolean
  /** In place of the examples of the class. */
  readonly examples?: Readonly<Record<string, unknown>>
}

/** A successful JSON response, or the report of a failing probe. */
export function ApiSuccess(status: number, options: ApiSuccessOptions): MethodDecorator {
  const { description, type, bare = false, headers = [], examples = type.examples } = options
  const schema = bare ? type : enveloped(type)
  return Documented(({ ApiResponse }) =>
    ApiResponse({
      status,
      description,
      type: schema,
      headers: Object.fromEntries(
        headers.map(name => [name, { $ref: `#/components/headers/${name}` }])
      ),
      examples: Object.fromEntries(
        Object.entries(examples).map(([name, data]) => [
          name,
          { summary: name, value: bare ? data : envelopedExample(data) }
        ])
      )
    })
  )
}

/** A successful response without a body. */
export function ApiEmptySuccess(status: number, description: string): MethodDecorator {
  return Documented(({ ApiResponse }) => ApiResponse({ status, description }))
}

interface ApiTextSuccessOptions {
  readonly description: string
  readonly contentType: string
  readonly maxLength: number
  readonly example: string
}

/** A successful response that is not JSON. */
export function ApiTextSuccess(status: number, options: ApiTextSuccessOptions): MethodDecorator {
  const { description, contentType, maxLength, example } = options
  return applyDecorators(
    Documented(({ ApiProduces }) => ApiProduces(contentType)),
    Documented(({ ApiResponse }) =>
      ApiResponse({
        status,
        description,
        schema: { type: 'string', maxLength, pattern: plainText, example }
      })
    )
  )
}
