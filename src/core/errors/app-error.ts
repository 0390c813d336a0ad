import { errorKind, type ErrorCode } from './error-codes.js'
import type { ErrorKind } from './error-kind.js'

export interface AppErrorOptions {
  /** Sent to the client. Contains neither internals nor text of the request. */
  readonly message?: string
  /** Machine-readable details, sent to the client. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Overrides the status of the code with a more specific one (406, 408, 431). */
  readonly status?: number
  /** Overrides the `retryable` of the code. */
  readonly retryable?: boolean
  /** The value of the Retry-After header. */
  readonly retryAfterSeconds?: number
  /** Whether it is the stored error of an earlier request with the same Idempotency-Key. */
  readonly replayed?: boolean
  /** Only logged, never sent to the client. */
  readonly cause?: unknown
}

/**
 * An error that may be sent to the client. The exception filter is the only place that builds the
 * response; it responds to any other error with INTERNAL_ERROR and no details.
 */
export class AppError extends Error {
  readonly details: Readonly<Record<string, unknown>>
  readonly status: number
  readonly retryable: boolean
  readonly retryAfterSeconds: number | undefined
  readonly replayed: boolean

  constructor(
    readonly code: ErrorCode,
    options: AppErrorOptions = {}
  ) {
    const kind = errorKind(code)
    super(options.message ?? kind.message, { cause: options.cause })
    this.name = new.target.name
    this.details = options.details ?? {}
    this.status = options.status ?? kind.status
    this.retryable = options.retryable ?? kind.retryable
    this.retryAfterSeconds = options.retryAfterSeconds
    this.replayed = options.replayed ?? false
  }

  get kind(): ErrorKind {
    return errorKind(this.code)
  }
}
