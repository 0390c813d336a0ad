import type { ErrorKinds } from './error-kind.js'

/** The codes that core itself uses. */
export const coreErrors = {
  VALIDATION_ERROR: {
    status: 400,
    category: 'validation',
    retryable: false,
    message: 'Request validation failed'
  },
  MALFORMED_REQUEST: {
    status: 400,
    category: 'validation',
    retryable: false,
    message: 'The request could not be read'
  },
  AUTHENTICATION_ERROR: {
    status: 401,
    category: 'authentication',
    retryable: false,
    message: 'Authentication is required'
  },
  AUTHORIZATION_ERROR: {
    status: 403,
    category: 'authorization',
    retryable: false,
    message: 'Insufficient permissions'
  },
  NOT_FOUND: {
    status: 404,
    category: 'not_found',
    retryable: false,
    message: 'There is nothing at this address'
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    category: 'validation',
    retryable: false,
    message: 'This address does not answer that method'
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    category: 'validation',
    retryable: false,
    message: 'The request body is too large'
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    category: 'validation',
    retryable: false,
    message: 'The request body must be application/json'
  },
  RATE_LIMIT_EXCEEDED: {
    status: 429,
    category: 'rate_limit',
    retryable: true,
    message: 'Too many requests; try again later'
  },
  INTERNAL_ERROR: {
    status: 500,
    category: 'system',
    retryable: false,
    message: 'An internal error occurred; if it happens again, report its correlation_id'
  },
  SERVICE_OVERLOADED: {
    status: 503,
    category: 'system',
    retryable: true,
    message: 'The service has as many requests as it can handle; try again later'
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    category: 'system',
    retryable: true,
    message: 'The database or cache of the service is not available at the moment; try again later'
  },
  SHUTTING_DOWN: {
    status: 503,
    category: 'system',
    retryable: true,
    message: 'The service is shutting down; send the request again'
  }
} as const satisfies ErrorKinds
