import { AppError } from '#core/errors/app-error.js'
import { errorCatalogue } from '#core/errors/error-catalogue.js'
import type { TokenUsage } from './language-model.js'
import { failurePolicies, type FailurePolicy, type Reason } from './failure-policies.js'

interface AiErrorOptions {
  /** Kept for the log, never sent. */
  readonly cause?: unknown
  /** What the provider will bill although there is no story. */
  readonly usage?: TokenUsage | undefined
  /** How long the provider asked to be left alone. */
  readonly retryAfterMs?: number | undefined
}

/** The language model or its server gave no usable answer. What follows stands in the outcome table. */
export class AiError extends AppError {
  readonly outcome: FailurePolicy
  readonly usage: TokenUsage | undefined
  readonly retryAfterMs: number | undefined
  /** Set by the policy when another attempt at the same model is worth it. */
  retryInMs: number | undefined
  /** Set by the policy when the answer has been told in part, so that no other attempt is made. */
  isFinal = false

  constructor(
    readonly reason: Reason,
    { cause, usage, retryAfterMs }: AiErrorOptions = {}
  ) {
    const outcome: FailurePolicy = failurePolicies[reason]
    const retryable = outcome.retryable ?? errorCatalogue[outcome.code].retryable
    // To wait for what does not come back would be bad advice.
    const passedOnMs = retryable ? retryAfterMs : undefined
    super(outcome.code, {
      details: { reason },
      cause,
      retryable,
      ...(passedOnMs !== undefined && { retryAfterSeconds: Math.ceil(passedOnMs / 1000) })
    })
    this.outcome = outcome
    this.usage = usage
    this.retryAfterMs = retryAfterMs
  }

  /** Whether another model may be asked. */
  get canFallBack(): boolean {
    return this.outcome.fallback && !this.isFinal
  }
}
