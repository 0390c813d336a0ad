import { jest } from '@jest/globals'
import type { PinoLogger } from 'nestjs-pino'
import type { Settings } from '#core/config/settings.js'
import type { Database } from './database.js'
import { Retention } from './retention.js'

const settings = { RETENTION_DAYS: 1, LEDGER_RETENTION_DAYS: 1, AUDIT_RETENTION_DAYS: 1 }
const minuteMs = 60_000

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('The retention job without a store', () => {
  it('says so once a run, tries again an hour later, and ends with the process', async () => {
    const warn = jest.fn()
    const database = { transaction: () => Promise.reject(new Error('gone')) }
    const retention = new Retention(
      database as unknown as Database,
      settings as Settings,
      { warn } as unknown as PinoLogger
    )
    retention.onApplicationBootstrap()
    await jest.advanceTimersByTimeAsync(minuteMs - 1)
    expect(warn).not.toHaveBeenCalled()
    await jest.advanceTimersByTimeAsync(1)
    expect(warn).toHaveBeenCalledTimes(1)
    await jest.advanceTimersByTimeAsync(60 * minuteMs)
    expect(warn).toHaveBeenCalledTimes(2)
    await retention.onModuleDestroy()
    await jest.advanceTimersByTimeAsync(120 * minuteMs)
    expect(warn).toHaveBeenCalledTimes(2)
  })
})
