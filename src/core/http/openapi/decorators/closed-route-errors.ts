import { AppError } from '#core/errors/app-error.js'

/** What a route that is not public answers to those who may not call it, or not now. */
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
    // While what knows callers, owners or their stories cannot be asked.
    new AppError('SERVICE_UNAVAILABLE', { retryAfterSeconds: 2 })
  ]
}
