/** A client may switch on the category without knowing every code. */
export const errorCategories = [
  'validation',
  'authentication',
  'authorization',
  'not_found',
  'conflict',
  'business_logic',
  'rate_limit',
  'system',
  'external_service'
] as const

export type ErrorCategory = (typeof errorCategories)[number]

export interface ErrorKind {
  /** HTTP status sent unless the error names a nearer one of the same kind (400: 406, 408, 431). */
  readonly status: number
  readonly category: ErrorCategory
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean
  /** The message for the caller unless the error has its own. */
  readonly message: string
}

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
    message: 'An internal error occurred'
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
  }
} as const satisfies ErrorKinds

export type ErrorKinds = Readonly<Record<string, ErrorKind>>

/**
 * Every code. Each module adds its own in `x.errors.ts`, by declaration merging; app.errors.ts lists
 * and registers them all. Operators find each code in docs/failure-modes.md.
 */
export interface ErrorCodes extends Record<keyof typeof coreErrors, ErrorKind> {}

export type ErrorCode = keyof ErrorCodes
export type ErrorCatalogue = Readonly<Record<ErrorCode, ErrorKind>>

let registered: ErrorKinds = coreErrors

/** Registers the codes of all modules; called once in a process. */
export function registerErrors(all: ErrorCatalogue): void {
  registered = all
}

/** @throws TypeError when the code is not registered */
export function errorKind(code: ErrorCode): ErrorKind {
  const kind = registered[code]
  if (kind === undefined) throw new TypeError(`The error code ${code} is not registered`)
  return kind
}

export function isErrorCode(code: string): code is ErrorCode {
  return code in registered
}

export function errorCodes(): readonly ErrorCode[] {
  return Object.keys(registered) as ErrorCode[]
}
