import { withTimeout, RedisTimeout } from './with-timeout.js'

/** Keeps the whole process busy, as nothing but a loop does. */
function beBusy(milliseconds: number): void {
  const endsAtMs = performance.now() + milliseconds
  while (performance.now() < endsAtMs);
}

describe('An answer', () => {
  it('is given when it comes in time', async () => {
    expect(await withTimeout(50, Promise.resolve('here'))).toBe('here')
  })

  it('is not waited for any longer', async () => {
    const beganMs = performance.now()
    const answer = withTimeout(30, new Promise(() => undefined))
    await expect(answer).rejects.toThrow(RedisTimeout)
    expect(performance.now() - beganMs).toBeLessThan(100)
  })

  it('that failed fails', async () => {
    await expect(withTimeout(50, Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  })

  it('that has arrived while this process was busy is not late', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const answer = withTimeout(20, promise)
    // As a socket does: it is read in the turn after the timers.
    setImmediate(() => resolve('here'))
    beBusy(60)
    expect(await answer).toBe('here')
  })

  it('asked for at the end of a long turn has its full time', async () => {
    beBusy(60)
    const beganMs = performance.now()
    const answer = withTimeout(40, new Promise(() => undefined))
    await expect(answer).rejects.toThrow(RedisTimeout)
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(38)
  })
})
