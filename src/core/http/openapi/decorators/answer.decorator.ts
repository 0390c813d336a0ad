import { ApiProduces, ApiResponse } from '@nestjs/swagger'
import { applyDecorators, type Type } from '@nestjs/common'
import { plainText } from './patterns.js'

/** Headers that only some answers carry; the document describes each once. */
export type AnswerHeader = 'Location' | 'Idempotency-Replayed'

interface AnswerOptions {
  readonly about: string
  /** The class whose fields are documented; left out: text. */
  readonly type?: Type
  /** Name of an example -> a real answer. */
  readonly examples: Readonly<Record<string, unknown>>
  readonly headers?: readonly AnswerHeader[]
}

/** What a route answers when all went well, or what a probe answers when it did not. */
export function Answer(status: number, options: AnswerOptions): MethodDecorator {
  const { about, type, examples, headers = [] } = options
  return ApiResponse({
    status,
    description: about,
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
export function EmptyAnswer(status: number, about: string): MethodDecorator {
  return ApiResponse({ status, description: about })
}

interface TextAnswerOptions {
  readonly about: string
  readonly contentType: string
  readonly maxLength: number
  readonly example: string
}

/** An answer that is no JSON. */
export function TextAnswer(status: number, options: TextAnswerOptions): MethodDecorator {
  const { about, contentType, maxLength, example } = options
  return applyDecorators(
    ApiProduces(contentType),
    ApiResponse({
      status,
      description: about,
      schema: { type: 'string', maxLength, pattern: plainText, example }
    })
  )
}
