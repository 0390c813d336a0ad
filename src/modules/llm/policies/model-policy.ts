import {
  DelegateBackoff,
  handleWhenResult,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
  type IPolicy,
  type IRetryContext
} from 'cockatiel'
import type { LlmSettings } from '#modules/llm/llm.config.js'
import type { Reason } from '#modules/llm/failure-policies.js'
import { FailedAttempt } from './attempts/attempt.js'
import { modelBreaker, type ModelBreaker } from './breaker/model-circuit-breaker.js'

/**
 * One model and the policies around it. What is retried: failure-policies.ts; after which time:
 * attempts/retry-policy.ts; how often: attempts/retry-budget.ts. attempts/attempt-runner.ts
 * combines them.
 */
export interface ModelPolicy {
  readonly model: string
  readonly breaker: ModelBreaker
  /** Retries, around the circuit breaker, around the timeout of one attempt. */
  readonly policy: IPolicy<IRetryContext>
  /** Emits before each retry, with the reason of the failure before it. */
  readonly onRetry: (listener: (reason: Reason) => void) => void
}

export function createModelPolicy(model: string, settings: LlmSettings): ModelPolicy {
  const breaker = modelBreaker(settings)
  // The failed attempt says whether and when to retry. No retry waits for a breaker to close.
  const retries = retry(
    handleWhenResult(result => retryInMs(result) !== undefined && !breaker.isOpenForOwner),
    {
      maxAttempts: settings.OPENAI_MAX_RETRIES,
      backoff: new DelegateBackoff(
        ({ result }) => ('value' in result && retryInMs(result.value)) || 0
      )
    }
  )
  const attemptTimeout = timeout(settings.OPENAI_ATTEMPT_TIMEOUT * 1000, {
    strategy: TimeoutStrategy.Cooperative,
    abortOnReturn: false
  })
  return {
    model,
    breaker,
    policy: wrap(retries, breaker, attemptTimeout),
    onRetry: listener => {
      retries.onRetry(before => {
        const { value } = before as { value: unknown }
        if (value instanceof FailedAttempt) listener(value.failure.reason)
      })
    }
  }
}

function retryInMs(result: unknown): number | undefined {
  return result instanceof FailedAttempt ? result.next.retryInMs : undefined
}
