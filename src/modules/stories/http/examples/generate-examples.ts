import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import { AiError } from '#modules/llm/ai-error.js'
import { exampleStory } from './story-examples.js'
import type { GenerateAnswer } from '#modules/stories/http/dto/generate-response.dto.js'
import type { GenerateBody } from '#modules/stories/http/dto/generate-request.dto.js'
import { ContentRejected } from '#modules/stories/safety/content-rejected.js'
import { keywordRule } from '#modules/stories/domain/story-request.dto.js'

export const requestExamples = {
  short: { keywords: ['fox', 'lantern'], genre: 'fairy tale', max_length: 100 },
  full: {
    keywords: ['lighthouse', 'storm', 'letter'],
    genre: 'adventure',
    tone: 'mysterious',
    max_length: 800,
    min_length: 500,
    language: 'en',
    audience: 'teen'
  }
} as const satisfies Record<string, GenerateBody>

export const storyExamples = {
  short: {
    title: exampleStory.title,
    content: exampleStory.content,
    keywords_used: ['fox', 'lantern'],
    id: exampleStory.id,
    keywords_missing: [],
    word_count: 91,
    model: 'gpt-4o-mini-2024-07-18',
    cached: false,
    usage: { prompt_tokens: 388, completion_tokens: 163, total_tokens: 551 },
    cost_usd: 0.000156,
    correlation_id: 'kuybi-4f1d2c3b'
  }
} as const satisfies Record<string, GenerateAnswer>

/** The errors of a generation; a test provokes each and compares. */
export const generateErrors: readonly (ErrorCode | AppError)[] = [
  new ValidationFailed([{ field: 'keywords', messages: [keywordRule()] }]),
  new AppError('MALFORMED_REQUEST', { message: 'The request body is not valid JSON' }),
  ...closedRouteErrors('Required: create Story'),
  new AppError('NOT_FOUND', { message: 'The story of this Idempotency-Key has been deleted' }),
  new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 2 }),
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'IDEMPOTENCY_MISMATCH',
  new ContentRejected({ reason: 'moderation', stage: 'input', categories: ['violence'] }),
  new AiError('refusal'),
  new AppError('BUDGET_EXCEEDED', {
    message: 'What is left of your budget for the day does not allow another story',
    details: {
      scope: 'owner',
      period: 'day',
      unit: 'usd',
      limit: 5,
      resetsAt: '2026-11-21T00:00:00.000Z'
    }
  }),
  new AiError('no_story_in_answer'),
  new AiError('upstream_server_error', { retryAfterMs: 20_000 }),
  new AiError('bulkhead_full', { retryAfterMs: 1000 }),
  new AiError('deadline')
]
