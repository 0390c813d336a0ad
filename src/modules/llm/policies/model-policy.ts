import {
  DelegateBackoff,
  handleWhen,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
  type IPolicy,
  type IRetryBackoffContext,
  type IRetryContext
} from 'cockatiel'
import type { Settings } from '#core/config/settings.js'
import { AiError } from '#modules/llm/ai-error.js'
import { modelBreaker, type ModelBreaker } from './model-breaker.js'
import type { Reason } from '#modules/llm/failure-policies.js'

/** One model with the policies around it. */
export interface ModelPolicy {
  readonly model: string
  readonly breaker: ModelBreaker
  /** Retries around the breaker around the limit of one attempt. */
  readonly policy: IPolicy<IRetryContext>
  /** Tells of each retry, with what the attempt before failed for. */
  readonly onRetry: (listener: (reason: Reason) => void) => void
}

export function createModelPolicy(model: string, settings: Settings): ModelPolicy {
  const breaker = modelBreaker(settings)
  // Whether and when is decided where the attempt failed: see retry-delay.ts. Nobody is kept waiting
  // for a breaker that this failure has opened.
  const retries = retry(
    handleWhen(error => retryInMs(error) !== undefined && breaker.state !== 'open'),
    { maxAttempts: settings.OPENAI_MAX_RETRIES, backoff: new DelegateBackoff(decidedDelay) }
  )
  const policy = wrap(
    retries,
    breaker,
    timeout(settings.OPENAI_ATTEMPT_TIMEOUT * 1000, {
      strategy: TimeoutStrategy.Cooperative,
      abortOnReturn: false
    })
  )
  return {
    model,
    breaker,
    policy,
    onRetry: listener => {
      retries.onRetry(cause => {
        if ('error' in cause && cause.error instanceof AiError) listener(cause.error.reason)
      })
    }
  }
}

function decidedDelay({ result }: IRetryBackoffContext<unknown>): number {
  return ('error' in result && retryInMs(result.error)) || 0
}

function retryInMs(error: unknown): number | undefined {
  return error instanceof AiError ? error.retryInMs : undefined
}
