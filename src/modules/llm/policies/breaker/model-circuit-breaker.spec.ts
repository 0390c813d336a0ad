import { BrokenCircuitError } from 'cockatiel'
import { runInContext, type RequestContext } from '#core/context/request-context.js'
import { AiError } from '#modules/llm/ai-error.js'
import { FailedAttempt } from '../attempts/attempt.js'
import { ModelBreaker } from './model-circuit-breaker.js'
import type { Reason } from '#modules/llm/failure-policies.js'

const options = { failureThreshold: 3, successThreshold: 2, halfOpenAfterMs: 1000 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function failing(breaker: ModelBreaker, reason: Reason | Error, times: number): Promise<unknown> {
  const error = reason instanceof Error ? reason : new AiError(reason)
  const one = (): Promise<unknown> => breaker.execute(() => Promise.reject(error)).catch(e => e)
  return Array.from({ length: times }).reduce<Promise<unknown>>(
    before => before.then(one),
    Promise.resolve()
  )
}

async function opened(): Promise<ModelBreaker> {
  const breaker = new ModelBreaker(options)
  await failing(breaker, 'upstream_server_error', 3)
  expect(breaker.state).toBe('open')
  return breaker
}

describe('The circuit breaker of a model', () => {
  it('opens after consecutive failures, and then makes no calls', async () => {
    const breaker = await opened()
    let calls = 0
    await expect(breaker.execute(() => calls++)).rejects.toThrow(BrokenCircuitError)
    expect(calls).toBe(0)
  })

  it('resets the count of failures after a success', async () => {
    const breaker = new ModelBreaker(options)
    await failing(breaker, 'connection_failed', 2)
    await breaker.execute(() => 'fine')
    await failing(breaker, 'connection_failed', 2)
    expect(breaker.state).toBe('closed')
  })

  it.each<Reason | Error>([
    'upstream_rate_limit',
    'upstream_quota_exhausted',
    'upstream_refused_request',
    'upstream_conflict',
    'refusal',
    'no_story_in_answer',
    new Error('the caller left')
  ])('does not count %j', async reason => {
    const breaker = new ModelBreaker(options)
    await failing(breaker, reason, 10)
    expect(breaker.state).toBe('closed')
  })

  it('closes after two successful trials in succession', async () => {
    const breaker = await opened()
    const states: string[] = []
    breaker.onStateChange(state => states.push(state))
    vi.advanceTimersByTime(1000)
    await breaker.execute(() => 'one')
    expect(breaker.state).toBe('half_open')
    await breaker.execute(() => 'two')
    expect(states).toEqual(['half_open', 'closed'])
  })

  it('reopens when a trial fails', async () => {
    const breaker = await opened()
    vi.advanceTimersByTime(1000)
    await failing(breaker, 'upstream_silent', 1)
    expect(breaker.state).toBe('open')
  })

  it('reopens when the caller disconnects during a trial, because its result is unknown', async () => {
    const breaker = await opened()
    vi.advanceTimersByTime(1000)
    await failing(breaker, new Error('the caller left'), 1)
    expect(breaker.state).toBe('open')
  })

  it('rejects other calls at once during a trial', async () => {
    const breaker = await opened()
    vi.advanceTimersByTime(1000)
    let finish = (): void => undefined
    const trial = breaker.execute(() => new Promise<void>(resolve => (finish = resolve)))
    await expect(breaker.execute(() => 'other')).rejects.toThrow(BrokenCircuitError)
    finish()
    await trial
    await expect(breaker.execute(() => 'next')).resolves.toBe('next')
  })

  describe('with failed attempts as results', () => {
    const failed = (reason: Reason, isRepeat: boolean): FailedAttempt =>
      new FailedAttempt(new AiError(reason), { canFallBack: true }, isRepeat)

    const results = async (breaker: ModelBreaker, ...given: FailedAttempt[]): Promise<void> => {
      for (const result of given) {
        await expect(breaker.execute(() => result)).resolves.toBe(result)
      }
    }

    it('opens after consecutive failures', async () => {
      const breaker = new ModelBreaker(options)
      const down = failed('upstream_server_error', false)
      await results(breaker, down, down, down)
      expect(breaker.state).toBe('open')
    })

    it('neither counts nor resets on a repeated failure or an unusable answer', async () => {
      const breaker = new ModelBreaker(options)
      const down = failed('upstream_server_error', false)
      const uncounted = [failed('upstream_server_error', true), failed('no_story_in_answer', false)]
      await results(breaker, down, ...uncounted, down, ...uncounted)
      expect(breaker.state).toBe('closed')
      await results(breaker, down)
      expect(breaker.state).toBe('open')
    })

    it('reopens after a repeated failure of a trial', async () => {
      const breaker = await opened()
      vi.advanceTimersByTime(1000)
      await results(breaker, failed('upstream_server_error', true))
      expect(breaker.state).toBe('open')
    })
  })

  describe('with calls of several owners', () => {
    const as = <T>(userId: string, work: () => Promise<T>): Promise<T> =>
      runInContext({ userId } as RequestContext, work)
    const fail = (breaker: ModelBreaker, owner: string, times = 1): Promise<unknown> =>
      as(owner, () => failing(breaker, 'upstream_server_error', times))
    const isServed = (breaker: ModelBreaker, owner: string): Promise<boolean> =>
      as(owner, () => breaker.execute(() => true)).catch(() => false)

    it('rejects only the owner of all failures', async () => {
      const breaker = new ModelBreaker(options)
      await fail(breaker, 'ann', 3)
      expect([breaker.state, breaker.scope]).toEqual(['open', 'one owner'])
      expect(await isServed(breaker, 'ann')).toBe(false)
      expect(await isServed(breaker, 'ben')).toBe(true)
    })

    it('rejects all owners after failures of two in succession', async () => {
      const breaker = new ModelBreaker(options)
      await fail(breaker, 'ann', 2)
      await fail(breaker, 'ben')
      expect([breaker.state, breaker.scope]).toEqual(['open', 'all owners'])
      expect(await isServed(breaker, 'cat')).toBe(false)
    })

    it('rejects all owners if others fail after the first was rejected', async () => {
      const breaker = new ModelBreaker(options)
      await fail(breaker, 'ann', 3)
      await fail(breaker, 'ben', 2)
      expect(await isServed(breaker, 'dan')).toBe(true)
      await fail(breaker, 'ben', 2)
      await fail(breaker, 'cat')
      expect(await isServed(breaker, 'dan')).toBe(false)
    })

    it('rejects a second owner alone', async () => {
      const breaker = new ModelBreaker(options)
      await fail(breaker, 'ann', 3)
      await fail(breaker, 'ben', 3)
      const served = ['ann', 'ben', 'cat'].map(owner => isServed(breaker, owner))
      expect(await Promise.all(served)).toEqual([false, false, true])
    })

    it('closes for all after successful trials of any owner', async () => {
      const breaker = new ModelBreaker(options)
      await fail(breaker, 'ann', 3)
      vi.advanceTimersByTime(1000)
      for (const owner of ['ben', 'cat']) expect(await isServed(breaker, owner)).toBe(true)
      expect(breaker.state).toBe('closed')
      expect(await isServed(breaker, 'ann')).toBe(true)
    })

    it('retries calls of owners whom it does not reject', async () => {
      const breaker = new ModelBreaker(options)
      await fail(breaker, 'ann', 3)
      const isOpenFor = (owner: string) => as(owner, async () => breaker.isOpenForOwner)
      expect([await isOpenFor('ann'), await isOpenFor('ben')]).toEqual([true, false])
    })
  })
})
