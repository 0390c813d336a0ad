import { errorKind, type ErrorCode, type ErrorKind } from './error-codes.js'

export interface AppErrorOptions {
  /** Said to the caller: never internals, never the caller's own text. */
  readonly message?: string
  /** Typed detail for the caller's program. */
  readonly details?: Readonly<Record<string, unknown>>
  /** A status of the same kind that is nearer to the case (406, 408, 431). */
  readonly status?: number
  /** Whether the same request may succeed later, where the code alone would say otherwise. */
  readonly retryable?: boolean
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number
  /** Whether it is the kept answer to an earlier request with the same Idempotency-Key. */
  readonly replayed?: boolean
  /** Kept for the log, never sent. */
  readonly cause?: unknown
}

/**
 * An error that a caller may see. Thrown where it is born, translated once, by the exception
 * filter. Anything thrown that is not an AppError reaches the caller as an opaque INTERNAL_ERROR.
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
