import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { ownerIdRule } from '#core/http/dto/input-field.decorators.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import {
  bodyErrors,
  closedRouteErrors,
  malformedBody
} from '#core/http/openapi/decorators/closed-route-errors.js'
import { NoSuchBatch, NoSuchJob } from '../no-such-job.js'

const wrongUser = new ValidationFailed([{ field: 'X-User-ID', messages: [ownerIdRule] }])

const creationErrors: readonly (ErrorCode | AppError)[] = [
  malformedBody,
  ...closedRouteErrors('Required: create Story'),
  new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 2 }),
  ...bodyErrors,
  'IDEMPOTENCY_MISMATCH',
  'SERVICE_OVERLOADED'
]

function noKeywords(field: string): ValidationFailed {
  const messages = ['is an empty list; 1 to 10 keywords are needed']
  return new ValidationFailed([{ field, messages, rule: 'min_items', limit: 1 }])
}

export const createJobErrors = [noKeywords('keywords'), ...creationErrors]
export const createBatchErrors = [noKeywords('jobs[3].keywords'), ...creationErrors]

export const jobErrors: readonly AppError[] = [
  ...closedRouteErrors('Required: create Story'),
  wrongUser,
  new NoSuchJob()
]

export const batchErrors: readonly AppError[] = [
  ...closedRouteErrors('Required: create Story'),
  wrongUser,
  new NoSuchBatch()
]

export const jobListErrors: readonly AppError[] = [
  ...closedRouteErrors('Required: create Story'),
  new ValidationFailed([{ field: 'batchId', messages: ['must be a UUID'] }])
]

export const allJobsErrors: readonly AppError[] = [
  ...closedRouteErrors('Required: scope admin'),
  new ValidationFailed([{ field: 'batchId', messages: ['must be a UUID'] }])
]

export const retryJobErrors: readonly (ErrorCode | AppError)[] = [
  ...closedRouteErrors('Required: scope admin'),
  wrongUser,
  new NoSuchJob(),
  'JOB_NOT_FAILED'
]
