import { AiError } from '#modules/llm/ai-error.js'
import type { Reason } from '#modules/llm/failure-policies.js'
import { retryDelay } from './retry-policy.js'

const usual = { retries: 0, maxRetries: 3, remainingMs: 60_000 }
const most = (): number => 0.999_999
const half = (): number => 0.5

describe('The delay before a retry', () => {
  it.each([
    [0, 1000],
    [1, 2000],
    [2, 4000],
    [3, 8000],
    [4, 10_000],
    [9, 10_000]
  ])('after %i retries is at most %i ms, with full jitter', (retries, ceiling) => {
    const error = new AiError('upstream_server_error')
    const situation = { ...usual, retries, maxRetries: 20 }
    expect(retryDelay(error, situation, most)).toBeCloseTo(ceiling, -2)
    expect(retryDelay(error, situation, half)).toBe(ceiling / 2)
    expect(retryDelay(error, situation, () => 0)).toBe(0)
  })

  it('is the delay that the provider requests', () => {
    const error = new AiError('upstream_rate_limit', { retryAfterMs: 12_000 })
    expect(retryDelay(error, usual, half)).toBe(12_000)
  })

  it('is undefined when the requested delay exceeds the deadline', () => {
    const error = new AiError('upstream_rate_limit', { retryAfterMs: 60_000 })
    expect(retryDelay(error, usual)).toBeUndefined()
    expect(error.retryAfterSeconds).toBe(60)
  })

  it('is undefined when no retries are left', () => {
    expect(retryDelay(new AiError('connection_lost'), { ...usual, retries: 3 })).toBeUndefined()
  })

  it.each<Reason>([
    'upstream_quota_exhausted',
    'upstream_credentials_refused',
    'upstream_refused_request',
    'refusal',
    'attempt_timeout',
    'breaker_open'
  ])('is undefined after %s', reason => {
    expect(retryDelay(new AiError(reason), usual)).toBeUndefined()
  })
})
