import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { Documented } from './documented.decorator.js'
import { errorsExtension } from './extensions.js'

/** The parts of an error that its response shows. */
export interface DocumentedError {
  readonly code: ErrorCode
  readonly status: number
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds?: number
}

/**
 * The errors that this route can return, in addition to those of every route. A code stands for its default
 * error; an error given in full becomes the example, so that the example is a real response.
 */
export function ApiErrors(...errors: readonly (ErrorCode | AppError)[]): MethodDecorator {
  return Documented(({ ApiExtension }) => ApiExtension(errorsExtension, errors.map(toDocumented)))
}

export function toDocumented(error: ErrorCode | AppError): DocumentedError {
  const given = typeof error === 'string' ? new AppError(error) : error
  const { code, status, message, details, retryAfterSeconds } = given
  return {
    code,
    status,
    message,
    details,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds })
  }
}
