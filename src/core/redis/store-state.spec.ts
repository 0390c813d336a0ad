import type { PinoLogger } from 'nestjs-pino'
import type { RedisMetrics } from './redis.metrics.js'
import { StoreState } from './store-state.js'

function observed() {
  const clock = { ms: 0 }
  const logger = { warn: vi.fn(), info: vi.fn() }
  const up = { set: vi.fn() }
  const failures = { inc: vi.fn() }
  const state = new StoreState(
    {
      store: 'shared',
      logger: logger as unknown as PinoLogger,
      metrics: { up, failures } as unknown as RedisMetrics
    },
    () => clock.ms
  )
  const isUp = (): unknown => up.set.mock.lastCall?.[1]
  return { state, clock, logger, isUp }
}

describe('The state of a store', () => {
  it('is down until it is connected', () => {
    const { state, isUp, logger } = observed()
    expect(isUp()).toBe(0)
    state.connected()
    expect(isUp()).toBe(1)
    expect(state.canAttempt()).toBe(true)
    expect(logger.info).not.toHaveBeenCalled()
  })

  it('allows no request for a second after a failure, then one at a time', () => {
    const { state, clock, isUp } = observed()
    state.connected()
    state.failed(new Error('gone'))
    expect(isUp()).toBe(0)
    clock.ms = 999
    expect(state.canAttempt()).toBe(false)
    clock.ms = 1000
    expect([state.canAttempt(), state.canAttempt(), state.canAttempt()]).toEqual([
      true,
      false,
      false
    ])
    clock.ms = 2000
    expect([state.canAttempt(), state.canAttempt()]).toEqual([true, false])
    state.answered()
    expect([state.canAttempt(), state.canAttempt()]).toEqual([true, true])
    expect(isUp()).toBe(1)
  })

  it('does not become up by a new connection during the second after a failure', () => {
    const { state, clock, isUp } = observed()
    state.failed(new Error('hangs'))
    clock.ms = 500
    state.connected()
    expect(isUp()).toBe(0)
    clock.ms = 1000
    state.connected()
    expect(isUp()).toBe(1)
  })

  it('logs one warning a minute while the store is down, and one line when it is up again', () => {
    const { state, clock, logger } = observed()
    for (clock.ms = 0; clock.ms < 120_000; clock.ms += 100) state.failed(new Error('gone'))
    expect(logger.warn).toHaveBeenCalledTimes(2)
    state.answered()
    state.answered()
    expect(logger.info).toHaveBeenCalledTimes(1)
  })

  it('does not log every change when the store alternates between up and down', () => {
    const { state, clock, logger } = observed()
    for (clock.ms = 0; clock.ms < 60_000; clock.ms += 100) {
      state.failed(new Error('gone'))
      state.answered()
    }
    expect(logger.warn).toHaveBeenCalledTimes(1)
    expect(logger.info).toHaveBeenCalledTimes(1)
  })
})
