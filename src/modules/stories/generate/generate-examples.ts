import { AppError } from '../../../core/errors/app-error.js'
import type { ErrorCode } from '../../../core/errors/error-catalogue.js'
import { ValidationFailed } from '../../../core/http/validation.js'
import { closedRouteErrors } from '../../../core/openapi/closed-route-errors.js'
import { AiError } from '../../llm/ai-error.js'
import type { GenerateAnswer } from './generate-answer.js'
import type { GenerateBody } from './generate-body.js'
import { ContentRejected } from './safety/content-rejected.js'
import { keywordRule } from './story-request.body.js'

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
    title: 'A Lamp in Plumford',
    content:
      'The trouble with Plumford, Leander liked to say, was that its best stories had already happened. Juno thought of the fox and found that she had stopped being afraid. What Juno wanted was simple to say and hard to reach: to find the Golden Acorn and bring it back. Everything came down to one narrow ledge, one rope, and one choice. Everything in Plumford seemed to begin and end with the lantern. Juno came back to Plumford with dust on her sleeves and the Golden Acorn under her arm.',
    keywords_used: ['fox', 'lantern'],
    id: '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11',
    keywords_missing: [],
    word_count: 89,
    model: 'gpt-4o-mini-2024-07-18',
    cached: false,
    usage: { prompt_tokens: 283, completion_tokens: 122, total_tokens: 405 },
    cost_usd: 0.00011565,
    correlation_id: 'kuybi-4f1d2c3b'
  }
} as const satisfies Record<string, GenerateAnswer>

/** The errors of a generation; a test provokes each and compares. */
export const generateErrors: readonly (ErrorCode | AppError)[] = [
  new ValidationFailed([{ field: 'keywords', messages: [keywordRule()] }]),
  new AppError('MALFORMED_REQUEST', { message: 'The request body is not valid JSON' }),
  ...closedRouteErrors('Required: create Story'),
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  new ContentRejected({ reason: 'moderation', stage: 'input', categories: ['violence'] }),
  new AiError('refusal'),
  new AiError('no_story_in_answer'),
  new AiError('upstream_server_error', { retryAfterMs: 20_000 }),
  new AiError('bulkhead_full', { retryAfterMs: 1000 }),
  new AiError('deadline')
]
