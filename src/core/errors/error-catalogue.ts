/** Kuybi's error categories; a client may switch on them without knowing every code. */
export type ErrorCategory =
  | 'validation'
  | 'authentication'
  | 'authorization'
  | 'not_found'
  | 'conflict'
  | 'rate_limit'
  | 'business_logic'
  | 'system'
  | 'external_service'

export interface ErrorKind {
  /** HTTP status sent unless the error names a nearer one of the same kind (400: 406, 408, 431). */
  readonly status: number
  readonly category: ErrorCategory
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean
  /** Said to the caller when the place where the error was born has nothing better to say. */
  readonly message: string
}

/** Every code that a caller can meet. Operators find each in docs/failure-modes.md. */
export const errorCatalogue = {
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
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    category: 'conflict',
    retryable: true,
    message: 'A request with this Idempotency-Key is still running'
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
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    category: 'conflict',
    retryable: false,
    message: 'This Idempotency-Key was used for another request'
  },
  CONTENT_REJECTED: {
    status: 422,
    category: 'business_logic',
    retryable: false,
    message: 'The content is not allowed'
  },
  AI_REFUSED: {
    status: 422,
    category: 'business_logic',
    retryable: false,
    message: 'The language model declined to write this story'
  },
  RATE_LIMIT_EXCEEDED: {
    status: 429,
    category: 'rate_limit',
    retryable: true,
    message: 'Too many requests; try again later'
  },
  BUDGET_EXCEEDED: {
    status: 429,
    category: 'rate_limit',
    retryable: false,
    message: 'The budget does not allow another story'
  },
  INTERNAL_ERROR: {
    status: 500,
    category: 'system',
    retryable: false,
    message: 'An internal error occurred'
  },
  AI_SERVICE_ERROR: {
    status: 502,
    category: 'external_service',
    retryable: false,
    message: 'The language model gave no usable answer'
  },
  AI_UNAVAILABLE: {
    status: 503,
    category: 'external_service',
    retryable: true,
    message: 'The language model is not available at the moment'
  },
  SERVICE_OVERLOADED: {
    status: 503,
    category: 'system',
    retryable: true,
    message: 'The service has no free place at the moment'
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    category: 'system',
    retryable: true,
    message: 'A store that the service needs is not available at the moment'
  },
  SHUTTING_DOWN: {
    status: 503,
    category: 'system',
    retryable: true,
    message: 'The service is shutting down'
  },
  AI_TIMEOUT: {
    status: 504,
    category: 'external_service',
    retryable: true,
    message: 'The language model did not answer in time'
  }
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorCatalogue
