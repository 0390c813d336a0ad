import type { ErrorDetails } from './generated/types.gen.js'
import {
  ConnectionError,
  ConnectionTimeoutError,
  UnexpectedResponseError,
  type JiraiyaError
} from './jiraiya-error.js'

/** Whose credential a client has: the backend's own, or that of the user for whom the backend calls. */
export type CredentialOwner = 'backend' | 'user'

/** An error body in the format of Kuybi and of the service. */
export interface UserError {
  readonly success: false
  readonly statusCode: number
  /** Text for the user. */
  readonly message: string
  readonly error: {
    readonly code: string
    readonly category: string
    readonly message: string
    readonly details: ErrorDetails
    readonly retryable: boolean
    readonly retryAfter?: number
    readonly correlation_id: string
  }
  readonly requestId: string
  readonly timestamp: string
}

interface Head {
  readonly statusCode: number
  readonly code: string
  readonly category: string
  readonly message: string
  readonly details: ErrorDetails
}

/**
 * What a backend answers its own user. A 401 or 403 of the backend's own credential becomes a 502, because a page
 * ends the session of its user on a 401. Addresses inside the network are left out.
 */
export function errorForUser(
  error: JiraiyaError,
  credential: CredentialOwner = 'backend'
): UserError {
  const { statusCode, code, category, message, details } = headOf(error, credential)
  const { retryable, retryAfter, correlationId, requestId } = error
  return {
    success: false,
    statusCode,
    message,
    error: {
      code,
      category,
      message,
      details,
      retryable,
      ...(retryAfter !== undefined && { retryAfter }),
      correlation_id: correlationId
    },
    requestId,
    timestamp: new Date().toISOString()
  }
}

function headOf(error: JiraiyaError, credential: CredentialOwner): Head {
  const { status, code, category, message, details } = error
  if (error instanceof ConnectionTimeoutError)
    return upstream(504, 'AI_TIMEOUT', 'The story service did not respond in time')
  if (error instanceof ConnectionError)
    return upstream(503, 'AI_UNAVAILABLE', 'The story service cannot be reached at the moment')
  const isOwn = credential === 'backend' && (status === 401 || status === 403)
  if (isOwn || error instanceof UnexpectedResponseError)
    return upstream(502, 'AI_SERVICE_ERROR', 'The story service cannot be used at the moment')
  return { statusCode: status, code, category, message, details }
}

function upstream(statusCode: number, code: string, message: string): Head {
  return { statusCode, code, category: 'external_service', message, details: {} }
}
