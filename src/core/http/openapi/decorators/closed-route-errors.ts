import { AppError } from '#core/errors/app-error.js'

/** The errors of authentication, authorization and rate limits on a route that is not public. */
export function closedRouteErrors(forbidden: string): readonly AppError[] {
  return [
    new AppError('AUTHENTICATION_ERROR', {
      message: 'A valid bearer token or X-API-Key is required'
    }),
    new AppError('AUTHORIZATION_ERROR', { message: `Insufficient permissions. ${forbidden}` }),
    new AppError('RATE_LIMIT_EXCEEDED', {
      message: 'Too many requests from this address; try again later',
      retryAfterSeconds: 42
    }),
    // While the database or the revocation list is unavailable.
    new AppError('SERVICE_UNAVAILABLE', { retryAfterSeconds: 2 })
  ]
}
