import { BrokenCircuitError, handleAll, retry } from 'cockatiel'
import { AiError } from '#modules/llm/ai-error.js'
import { FailedAttempt } from './attempts/attempt.js'
import { FallbackPolicy, type Fallback } from './fallback-policy.js'
import { ModelBreaker } from './breaker/model-circuit-breaker.js'
import type { ModelPolicy } from './model-policy.js'

const { signal } = new AbortController()

function modelPolicy(model: string): ModelPolicy {
  return {
    model,
    breaker: new ModelBreaker({ failureThreshold: 1, successThreshold: 1, halfOpenAfterMs: 1000 }),
    policy: retry(handleAll, { maxAttempts: 0 }),
    onRetry: () => undefined
  }
}

function failed(canFallBack: boolean): FailedAttempt {
  return new FailedAttempt(new AiError('tls_failed'), { canFallBack })
}

describe('The fallback policy', () => {
  it('returns the result of the first model that succeeds, and emits each fallback', async () => {
    const policy = new FallbackPolicy(['a', 'b', 'c'].map(modelPolicy))
    const fallbacks: Fallback[] = []
    policy.onFallback(fallback => fallbacks.push(fallback))
    const work = ({ model }: { model: string }) => (model === 'b' ? 'story' : failed(true))
    await expect(policy.execute(work, signal)).resolves.toBe('story')
    expect(fallbacks).toEqual([{ from: 'a', to: 'b', reason: 'tls_failed' }])
  })

  it.each([
    ['the failure does not allow a fallback', ['a', 'b'], false],
    ['there is no other model', ['a'], true]
  ])('returns the failed attempt when %s', async (_case, models, canFallBack) => {
    const policy = new FallbackPolicy(models.map(modelPolicy))
    const result = failed(canFallBack)
    await expect(policy.execute(() => result, signal)).resolves.toBe(result)
  })

  it('treats a rejection by an open circuit breaker as a failure that allows a fallback', async () => {
    const policy = new FallbackPolicy(['a', 'b'].map(modelPolicy))
    const work = ({ model }: { model: string }) => {
      if (model === 'a') throw new BrokenCircuitError()
      return 'story'
    }
    await expect(policy.execute(work, signal)).resolves.toBe('story')
  })

  it('rejects with an unexpected error of the work', async () => {
    const policy = new FallbackPolicy(['a', 'b'].map(modelPolicy))
    const work = () => Promise.reject(new TypeError('a fault of our own'))
    await expect(policy.execute(work, signal)).rejects.toThrow(TypeError)
  })
})
