import { AppError } from '#core/errors/app-error.js'
import { errorKind } from '#core/errors/error-codes.js'
import type { TokenUsage } from './language-model.js'
import { failurePolicies, type FailurePolicy, type Reason } from './failure-policies.js'

interface AiErrorOptions {
  /** Only logged, never sent to the client. */
  readonly cause?: unknown
  /** Tokens that the provider bills although there is no usable answer. */
  readonly usage?: TokenUsage | undefined
  /** The provider's Retry-After. */
  readonly retryAfterMs?: number | undefined
}

/** The language model returned no usable answer. `failurePolicies` has the reaction to each reason. */
export class AiError extends AppError {
  readonly policy: FailurePolicy
  readonly usage: TokenUsage | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    readonly reason: Reason,
    { cause, usage, retryAfterMs }: AiErrorOptions = {}
  ) {
    const policy: FailurePolicy = failurePolicies[reason]
    const retryable = policy.retryable ?? errorKind(policy.code).retryable
    // A client must not retry a failure that is not retryable, so it gets no Retry-After.
    const passedOnMs = retryable ? retryAfterMs : undefined
    super(policy.code, {
      ...(policy.message !== undefined && { message: policy.message }),
      details: { reason },
      cause,
      retryable,
      ...(passedOnMs !== undefined && { retryAfterSeconds: Math.ceil(passedOnMs / 1000) })
    })
    this.policy = policy
    this.usage = usage
    this.retryAfterMs = retryAfterMs
  }
}
