import { withTimeout, RedisTimeout } from './with-timeout.js'

// Received data is read in a real turn of the event loop, which the test's fake clock does not
// advance.
beforeEach(() => void vi.useFakeTimers({ toNotFake: ['setImmediate', 'nextTick'] }))
afterEach(() => void vi.useRealTimers())

const turn = (): Promise<void> => new Promise(setImmediate)

function watched(milliseconds: number, answer: Promise<unknown>) {
  const state: { error?: unknown } = {}
  withTimeout(milliseconds, answer).catch((error: unknown) => (state.error = error))
  return state
}

describe('withTimeout', () => {
  it('returns a result that arrives in time', async () => {
    expect(await withTimeout(50, Promise.resolve('here'))).toBe('here')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects with RedisTimeout when the time is over', async () => {
    const state = watched(30, new Promise(() => undefined))
    vi.advanceTimersByTime(29)
    await turn()
    expect(state.error).toBeUndefined()
    vi.advanceTimersByTime(1)
    await turn()
    await turn()
    expect(state.error).toBeInstanceOf(RedisTimeout)
  })

  it('rejects with the error of the command', async () => {
    await expect(withTimeout(50, Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  })

  it('accepts a result that arrived while the event loop was blocked', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const answer = withTimeout(20, promise)
    // As a socket does: it is read in the turn after the timers.
    setImmediate(() => resolve('here'))
    vi.advanceTimersByTime(60)
    expect(await answer).toBe('here')
  })

  it('measures the full time for a command sent at the end of a long turn', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValueOnce(1060)
    const state = watched(40, new Promise(() => undefined))
    // The timer counts from the beginning of the turn, 60 ms before.
    now.mockReturnValueOnce(1060)
    vi.advanceTimersByTime(40)
    await turn()
    await turn()
    expect(state.error).toBeUndefined()
    now.mockReturnValueOnce(1100)
    vi.advanceTimersByTime(40)
    await turn()
    await turn()
    expect(state.error).toBeInstanceOf(RedisTimeout)
    now.mockRestore()
  })
})
