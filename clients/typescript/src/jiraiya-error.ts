import type { ErrorDetails, ErrorInfo } from './generated/types.gen.js'

/** Kuybi's categories, and two categories of the client. */
export type ErrorCategory = ErrorInfo['category'] | 'connection' | 'unexpected_response'

/** Fields of an error. */
export interface ErrorReport {
  /** Stable error code. */
  readonly code: string
  /** Message for users. */
  readonly message: string
  /** HTTP status; for an `error` event, the status in its body; 0 if there was no response. */
  readonly status: number
  /** Category, for handling unknown codes. A newer service may have further categories. */
  readonly category: ErrorCategory
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** Seconds to wait before a retry, if known. */
  readonly retryAfter?: number | undefined
  /** Depends on the code. */
  readonly details?: ErrorDetails
  /** Quote it in support requests: it identifies the log lines of the call. */
  readonly requestId: string
  /** Id of the call across services. */
  readonly correlationId: string
  readonly cause?: unknown
}

/**
 * Base class of all errors of a call. Two things are thrown unchanged: the abort reason of the caller's signal,
 * and errors of a token function.
 */
export class JiraiyaError extends Error {
  override readonly name: string = 'JiraiyaError'
  readonly code: string
  readonly status: number
  readonly category: ErrorCategory
  readonly retryable: boolean
  readonly retryAfter: number | undefined
  readonly details: ErrorDetails
  readonly requestId: string
  readonly correlationId: string

  constructor(report: ErrorReport) {
    super(report.message, report.cause === undefined ? undefined : { cause: report.cause })
    this.code = report.code
    this.status = report.status
    this.category = report.category
    this.retryable = report.retryable
    this.retryAfter = report.retryAfter
    this.details = report.details ?? {}
    this.requestId = report.requestId
    this.correlationId = report.correlationId
  }
}

/** Ids sent with a request. */
export interface SentIds {
  readonly requestId: string
  readonly correlationId: string
}

/** No response, or an incomplete one: refused or lost connection, no network, an origin rejected by CORS. */
export class ConnectionError extends JiraiyaError {
  override readonly name: string = 'ConnectionError'

  constructor(message: string, ids: SentIds, more: Partial<ErrorReport> = {}) {
    const facts = { code: 'CONNECTION_ERROR', status: 0, category: 'connection' } as const
    super({ ...facts, retryable: true, message, ...ids, ...more })
  }
}

/** The attempt exceeded its timeout. It is not retried, because that could take very long. */
export class ConnectionTimeoutError extends ConnectionError {
  override readonly name = 'ConnectionTimeoutError'

  constructor(timeoutMs: number, ids: SentIds) {
    const message = `The story service sent no data for ${timeoutMs} ms`
    super(message, ids, { code: 'CONNECTION_TIMEOUT', retryable: false })
  }
}

const transientStatuses = new Set([408, 429, 502, 503, 504])

/** A response that is not from the service, for example an error page of a proxy. */
export class UnexpectedResponseError extends JiraiyaError {
  override readonly name = 'UnexpectedResponseError'

  constructor(
    status: number,
    { retryAfter, ...ids }: SentIds & { readonly retryAfter?: number | undefined }
  ) {
    super({
      code: 'UNEXPECTED_RESPONSE',
      message: `The response with status ${status} is not from the story service`,
      status,
      category: 'unexpected_response',
      retryable: transientStatuses.has(status),
      retryAfter,
      ...ids
    })
  }
}

/** An error code of a newer service. Use `category` and `retryable` to handle it. */
export class UnknownCodeError extends JiraiyaError {
  override readonly name = 'UnknownCodeError'
}
