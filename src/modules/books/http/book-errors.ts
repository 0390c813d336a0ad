import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import {
  bodyErrors,
  closedRouteErrors,
  malformedBody
} from '#core/http/openapi/decorators/closed-route-errors.js'
import { NoSuchBook } from '../no-such-book.js'

const forbidden = 'Required: create Story'

export const createBookErrors: readonly (ErrorCode | AppError)[] = [
  malformedBody,
  new ValidationFailed([{ field: 'words', messages: ['is missing'], rule: 'required' }]),
  ...closedRouteErrors(forbidden),
  new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 2 }),
  ...bodyErrors,
  'IDEMPOTENCY_MISMATCH',
  'SERVICE_OVERLOADED'
]

export const bookErrors: readonly AppError[] = [
  ...closedRouteErrors(forbidden),
  new ValidationFailed([{ field: 'X-User-ID', messages: ['must be an id'] }]),
  new NoSuchBook()
]

export const stepErrors: readonly (ErrorCode | AppError)[] = [...bookErrors, 'BOOK_COMPLETED']

export const editBookErrors: readonly (ErrorCode | AppError)[] = [
  malformedBody,
  ...stepErrors,
  ...bodyErrors,
  new AppError('BOOK_NOT_PAUSED', { retryAfterSeconds: 5 }),
  'CONTENT_REJECTED'
]
