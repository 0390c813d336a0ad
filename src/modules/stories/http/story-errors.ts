import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { ownerIdRule, ownerRule } from '#core/http/dto/input-field.decorators.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import {
  bodyErrors,
  closedRouteErrors,
  malformedBody
} from '#core/http/openapi/decorators/closed-route-errors.js'
import { AiError } from '#modules/llm/ai-error.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { ContentRejected } from '#modules/stories/safety/content-rejected.js'

/** The documented errors of a generation; a test provokes each and compares it with its example. */
export const generationErrors: readonly (ErrorCode | AppError)[] = [
  new ValidationFailed([
    {
      field: 'keywords',
      messages: ['is an empty list; 1 to 10 keywords are needed'],
      rule: 'min_items',
      limit: 1
    }
  ]),
  malformedBody,
  ...closedRouteErrors('Required: create Story'),
  new AppError('NOT_FOUND', { message: 'The story of this Idempotency-Key has been deleted' }),
  new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 2 }),
  ...bodyErrors,
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
  new AiError('bulkhead_full', { retryAfterMs: 2000 }),
  new AiError('deadline')
]

export const storyListErrors: readonly AppError[] = [
  ...closedRouteErrors('Required: create Story'),
  new ValidationFailed([
    {
      field: 'limit',
      messages: ['is 500; a whole number from 1 to 100 is needed'],
      rule: 'max',
      limit: 100
    }
  ])
]

/** VALIDATION_ERROR because of the header X-User-ID, which every route reads. */
export const storyErrors: readonly AppError[] = [
  ...closedRouteErrors('Required: create Story'),
  new ValidationFailed([{ field: 'X-User-ID', messages: [ownerIdRule] }]),
  new NoSuchStory()
]

export const ownerDataErrors: readonly AppError[] = [
  ...closedRouteErrors('Required: scope admin'),
  new ValidationFailed([{ field: 'owner', messages: [ownerRule] }])
]
