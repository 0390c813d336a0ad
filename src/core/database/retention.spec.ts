import type { PinoLogger } from 'nestjs-pino'
import type { Database } from './database.js'
import { Retention } from './retention.js'

const minuteMs = 60_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('The retention job without a store', () => {
  it('logs one warning per run, retries an hour later and ends with the process', async () => {
    const warn = vi.fn()
    const database = { transaction: () => Promise.reject(new Error('gone')) }
    const retention = new Retention(
      database as unknown as Database,
      { warn } as unknown as PinoLogger
    )
    retention.registerByAge({ table: 'rows', column: 'at', days: 1 })
    retention.onApplicationBootstrap()
    await vi.advanceTimersByTimeAsync(minuteMs - 1)
    expect(warn).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(warn).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(60 * minuteMs)
    expect(warn).toHaveBeenCalledTimes(2)
    await retention.onModuleDestroy()
    await vi.advanceTimersByTimeAsync(120 * minuteMs)
    expect(warn).toHaveBeenCalledTimes(2)
  })
})
