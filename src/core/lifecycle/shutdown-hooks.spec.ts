import type { PinoLogger } from 'nestjs-pino'
import { ShutdownHooks } from './shutdown-hooks.js'

function hooksWithLog() {
  const error = vi.fn()
  return { hooks: new ShutdownHooks({ error } as unknown as PinoLogger), error }
}

describe('The shutdown hooks', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('run in the order of their phases, whatever the order of registration', async () => {
    const { hooks } = hooksWithLog()
    const ran: string[] = []
    for (const phase of ['close', 'flush', 'finish', 'settle'] as const) {
      hooks.register({ phase, name: phase, timeoutMs: 60_000, work: () => void ran.push(phase) })
    }
    await hooks.onApplicationShutdown()
    expect(ran).toEqual(['finish', 'settle', 'flush', 'close'])
  })

  it('run after an earlier hook fails, and the failure is logged', async () => {
    const { hooks, error } = hooksWithLog()
    const work = vi.fn<() => void>()
    const failure = new Error('no connection')
    hooks.register({
      phase: 'settle',
      name: 'ledger',
      timeoutMs: 60_000,
      work: () => Promise.reject(failure)
    })
    hooks.register({ phase: 'close', name: 'database', timeoutMs: 60_000, work })
    await hooks.onApplicationShutdown()
    expect(work).toHaveBeenCalledTimes(1)
    expect(error).toHaveBeenCalledWith(
      expect.objectContaining({ phase: 'settle', name: 'ledger', err: failure }),
      expect.any(String)
    )
  })

  it('do not wait for a hook longer than its timeout', async () => {
    vi.useFakeTimers()
    const { hooks, error } = hooksWithLog()
    hooks.register({
      phase: 'flush',
      name: 'traces',
      timeoutMs: 500,
      work: () => new Promise(() => undefined)
    })
    const over = hooks.onApplicationShutdown()
    await vi.advanceTimersByTimeAsync(500)
    await over
    expect(error).toHaveBeenCalledTimes(1)
  })
})
