import type { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'

/** The error body of every route: it has the fields of all its clients. */
export interface ErrorBody {
  readonly success: false
  readonly statusCode: number
  /** Always a string, because the dashboard shows it. */
  readonly message: string
  readonly error: {
    readonly code: ErrorCode
    readonly category: string
    readonly message: string
    /** Address of the documentation of the code, relative to the service. */
    readonly doc_url: string
    readonly details: Readonly<Record<string, unknown>>
    readonly retryable: boolean
    /** Seconds, as in the header Retry-After. */
    readonly retryAfter?: number
    readonly correlation_id: string
    readonly path: string
  }
  readonly path: string
  readonly timestamp: string
  readonly requestId: string
  readonly detail?: string
}

/** The Python service had one text for every 401, with which its clients compare. */
const legacyLoginDetail = 'Could not validate credentials'

/** The page that describes every code. */
export const errorDocsPage = '/api/docs/errors'

interface Where {
  readonly requestId: string
  readonly correlationId: string
  readonly path: string
  /** Comes before the addresses in the body. */
  readonly pathPrefix?: string
  /** Adds the string `detail` of the Python service's errors. */
  readonly legacyDetail?: boolean
}

export function errorBody(error: AppError, where: Where): ErrorBody {
  const { requestId, correlationId, path, legacyDetail = false } = where
  const { code, message, details, status, kind, retryable, retryAfterSeconds } = error
  return {
    success: false,
    statusCode: status,
    message,
    error: {
      code,
      category: kind.category,
      message,
      doc_url: `${where.pathPrefix ?? ''}${errorDocsPage}#${code}`,
      details,
      retryable,
      ...(retryAfterSeconds !== undefined && { retryAfter: retryAfterSeconds }),
      correlation_id: correlationId,
      path
    },
    path,
    timestamp: new Date().toISOString(),
    requestId,
    ...(legacyDetail && { detail: code === 'AUTHENTICATION_ERROR' ? legacyLoginDetail : message })
  }
}
