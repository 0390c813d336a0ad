import { ApiProduces, ApiResponse } from '@nestjs/swagger'
import { applyDecorators, type Type } from '@nestjs/common'
import { plainText } from './patterns.js'

/** Headers that only some answers carry; the document describes each once. */
export type ApiSuccessHeader = 'Location' | 'Idempotency-Replayed'

interface ApiSuccessOptions {
  readonly description: string
  /** The class whose fields are documented; left out: text. */
  readonly type?: Type
  /** Name of an example -> a real answer. */
  readonly examples: Readonly<Record<string, unknown>>
  readonly headers?: readonly ApiSuccessHeader[]
}

/** What a route answers when all went well, or what a probe answers when it did not. */
export function ApiSuccess(status: number, options: ApiSuccessOptions): MethodDecorator {
  const { description, type, examples, headers = [] } = options
  return ApiResponse({
    status,
    description: description,
    type,
    headers: Object.fromEntries(
      headers.map(name => [name, { $ref: `#/components/headers/${name}` }])
    ),
    examples: Object.fromEntries(
      Object.entries(examples).map(([name, value]) => [name, { summary: name, value }])
    )
  })
}

/** An answer that says all by its status. */
export function ApiEmptySuccess(status: number, description: string): MethodDecorator {
  return ApiResponse({ status, description: description })
}

interface ApiTextSuccessOptions {
  readonly description: string
  readonly contentType: string
  readonly maxLength: number
  readonly example: string
}

/** An answer that is no JSON. */
export function ApiTextSuccess(status: number, options: ApiTextSuccessOptions): MethodDecorator {
  const { description, contentType, maxLength, example } = options
  return applyDecorators(
    ApiProduces(contentType),
    ApiResponse({
      status,
      description: description,
      schema: { type: 'string', maxLength, pattern: plainText, example }
    })
  )
}
