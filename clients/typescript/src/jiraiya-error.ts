import type { ErrorDetails, ErrorInfo } from './generated/types.gen.js'

/** Kuybi's categories, and two for what the service never says of itself. */
export type ErrorCategory = ErrorInfo['category'] | 'connection' | 'foreign'

/** What programs may ask of an error. */
export interface ErrorReport {
  /** Stable; switch on it. */
  readonly code: string
  /** For people. */
  readonly message: string
  /** The HTTP status; of an error in a stream the one that it names itself; 0 without an answer. */
  readonly status: number
  /** The kind of error; of use where a code is not known. A newer service may name others. */
  readonly category: ErrorCategory
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean
  /** Seconds to wait before that, where they are known. */
  readonly retryAfter?: number | undefined
  /** Depend on the code. */
  readonly details?: ErrorDetails
  /** What to quote to support: it finds the call's log lines. */
  readonly requestId: string
  /** The same across services. */
  readonly correlationId: string
  readonly cause?: unknown
}

/**
 * Whatever goes wrong in a call, but for two things: the caller's own abort is thrown as the reason of
 * its signal, and what a token function throws as it is.
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

/** The ids under which a request was sent. */
export interface SentIds {
  readonly requestId: string
  readonly correlationId: string
}

/** No answer, or not the whole of one: refused, lost, no network, an origin that CORS does not know. */
export class ConnectionError extends JiraiyaError {
  override readonly name: string = 'ConnectionError'

  constructor(message: string, ids: SentIds, more: Partial<ErrorReport> = {}) {
    const facts = { code: 'CONNECTION_ERROR', status: 0, category: 'connection' } as const
    super({ ...facts, retryable: true, message, ...ids, ...more })
  }
}

/** The answer took longer than `timeouts` allow. Not asked again by itself: that could go on for long. */
export class ConnectionTimeoutError extends ConnectionError {
  override readonly name = 'ConnectionTimeoutError'

  constructor(timeoutMs: number, ids: SentIds) {
    const message = `The story service said nothing for ${timeoutMs} ms`
    super(message, ids, { code: 'CONNECTION_TIMEOUT', retryable: false })
  }
}

const passing = new Set([408, 429, 502, 503, 504])

/** An answer that is not the service's own, such as a page of a proxy. */
export class ForeignAnswerError extends JiraiyaError {
  override readonly name = 'ForeignAnswerError'

  constructor(
    status: number,
    { retryAfter, ...ids }: SentIds & { readonly retryAfter?: number | undefined }
  ) {
    super({
      code: 'FOREIGN_ANSWER',
      message: `An answer with status ${status} came that is not the story service's own`,
      status,
      category: 'foreign',
      retryable: passing.has(status),
      retryAfter,
      ...ids
    })
  }
}

/** An error of a service that is newer than this client: `category` and `retryable` say what to do. */
export class UnknownCodeError extends JiraiyaError {
  override readonly name = 'UnknownCodeError'
}
