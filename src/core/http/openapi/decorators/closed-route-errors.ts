import { AppError } from '#core/errors/app-error.js'

/** The errors of authentication, authorization and rate limits on a route that is not public. */
export function closedRouteErrors(forbidden: string): readonly AppError[] {
  return [
    new AppError('AUTHENTICATION_ERROR', {
      message: 'A bearer token or an X-API-Key is required',
      details: { reason: 'missing' }
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

/** The error of a body that ends after its first brace. */
export const malformedBody = new AppError('MALFORMED_REQUEST', {
  message: 'The request body is not valid JSON at line 1, column 2: a closing } is expected'
})

/** The errors of a body that is too large, or of another type. */
export const bodyErrors: readonly AppError[] = [
  new AppError('PAYLOAD_TOO_LARGE', {
    message: 'The request body is larger than 64 KB, the limit'
  }),
  new AppError('UNSUPPORTED_MEDIA_TYPE', {
    message:
      'The request body was sent as application/xml; send JSON with Content-Type: application/json'
  })
]
