import { BrokenCircuitError, EventEmitter, type IRetryContext } from 'cockatiel'
import { AiError } from '#modules/llm/ai-error.js'
import type { Reason } from '#modules/llm/failure-policies.js'
import { FailedAttempt } from './attempts/attempt.js'
import type { ModelPolicy } from './model-policy.js'
import { OwnPolicy } from './own-policy.js'

export interface ModelContext extends IRetryContext {
  /** The model to call. */
  readonly model: string
}

export interface Fallback {
  readonly from: string
  readonly to: string
  readonly reason: Reason
}

/** Runs the work with the first model; with the next one while the failure allows it. */
export class FallbackPolicy extends OwnPolicy<ModelContext, FailedAttempt> {
  private readonly fallbacks = new EventEmitter<Fallback>()
  /** Emits when a call continues with the next model. */
  readonly onFallback = this.fallbacks.addListener

  constructor(private readonly models: readonly ModelPolicy[]) {
    super()
  }

  async execute<T>(
    work: (context: ModelContext) => PromiseLike<T> | T,
    signal: AbortSignal
  ): Promise<T | FailedAttempt> {
    for (const [index, modelPolicy] of this.models.entries()) {
      const result = await executeAt(modelPolicy, work, signal)
      const next = this.models[index + 1]
      if (!(result instanceof FailedAttempt) || !result.next.canFallBack || next === undefined) {
        return result
      }
      const { reason } = result.failure
      this.fallbacks.emit({ from: modelPolicy.model, to: next.model, reason })
    }
    throw new Error('no model is configured')
  }
}

/** A call that an open circuit breaker rejects fails with `breaker_open`. */
async function executeAt<T>(
  { model, policy, breaker }: ModelPolicy,
  work: (context: ModelContext) => PromiseLike<T> | T,
  signal: AbortSignal
): Promise<T | FailedAttempt> {
  try {
    return await policy.execute(context => work({ ...context, model }), signal)
  } catch (error) {
    if (!(error instanceof BrokenCircuitError)) throw error
    const retryAfterMs = breaker.trialInMs
    const failure = new AiError('breaker_open', { cause: error, retryAfterMs })
    return new FailedAttempt(failure, { canFallBack: failure.policy.fallback })
  }
}
