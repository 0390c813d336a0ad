import { AppError, type AppErrorOptions } from '../../core/errors/app-error.js'
import type { ErrorCode } from '../../core/errors/error-catalogue.js'
import type { TokenUsage } from './language-model.js'

type AiErrorCode = Extract<ErrorCode, `AI_${string}`>

interface AiErrorOptions extends AppErrorOptions {
  /** Why, in one word for programs, logs and metrics; becomes `details.reason`. */
  readonly reason: string
  /** A passing fault of network or server: the same attempt may be made again. */
  readonly transient?: boolean
  /** What the provider will bill although there is no story. */
  readonly usage?: TokenUsage | undefined
}

/** The language model or its server gave no usable answer. */
export class AiError extends AppError {
  readonly reason: string
  readonly transient: boolean
  readonly usage: TokenUsage | undefined

  constructor(
    override readonly code: AiErrorCode,
    { reason, transient = false, usage, ...options }: AiErrorOptions
  ) {
    super(code, { ...options, details: { ...options.details, reason } })
    this.reason = reason
    this.transient = transient
    this.usage = usage
  }
}
