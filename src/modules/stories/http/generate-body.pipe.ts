import { Injectable, type PipeTransform } from '@nestjs/common'
import { createValidationPipe, ValidationFailed } from '#core/http/dto/validation.js'
import { StoryRequestBody, toStoryRequest } from '#modules/stories/domain/story-request.dto.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** The original contract's spelling of the fields that have two; snake_case wins over camelCase. */
const spellings = { max_length: 'maxLength', min_length: 'minLength' } as const

/**
 * Reads a body of `POST /generate`: either spelling, unknown fields ignored, errors in the caller's
 * own spelling.
 */
@Injectable()
export class GenerateBodyPipe implements PipeTransform<unknown, Promise<StoryRequest>> {
  private readonly validation = createValidationPipe({ forbidNonWhitelisted: false })

  async transform(body: unknown): Promise<StoryRequest> {
    const fields = bodyFields(body)
    try {
      const metadata = { type: 'body', metatype: StoryRequestBody } as const
      const valid: unknown = await this.validation.transform(toCamelCase(fields), metadata)
      return toStoryRequest(valid as StoryRequestBody)
    } catch (error) {
      throw error instanceof ValidationFailed ? inSpellingOf(fields, error) : error
    }
  }
}

type Fields = Readonly<Record<string, unknown>>

/** @throws ValidationFailed when it is no JSON object */
export function bodyFields(body: unknown): Fields {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Fields
  throw new ValidationFailed([{ field: 'body', messages: ['must be a JSON object'] }])
}

function toCamelCase(fields: Fields): Fields {
  const renamed: Record<string, unknown> = { ...fields }
  for (const [snake, camel] of Object.entries(spellings)) {
    if (snake in fields) renamed[camel] = fields[snake]
  }
  return renamed
}

/** A field that was not sent is spoken of in the contract's own spelling. */
function inSpellingOf(fields: Fields, { problems }: ValidationFailed): ValidationFailed {
  const names = new Map<string, string>(
    Object.entries(spellings).map(([snake, camel]) => [
      camel,
      camel in fields && !(snake in fields) ? camel : snake
    ])
  )
  return new ValidationFailed(
    problems.map(({ field, messages }) => ({ field: names.get(field) ?? field, messages }))
  )
}
