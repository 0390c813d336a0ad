import { startPostgres } from './postgres.ts'
import type { Server } from './server.ts'
import { ask, askHanging, until } from '../../test/harness/servers/ask.ts'

describe('The PostgreSQL of the test harness', () => {
  let postgres: Server
  beforeAll(async () => {
    postgres = await startPostgres({ settings: { work_mem: '5MB' } })
  })
  afterAll(() => postgres.stop())

  it('accepts its superuser, on 127.0.0.1', async () => {
    expect(await ask(postgres.url, `SELECT current_setting('is_superuser')`)).toBe('on')
    expect(new URL(postgres.url).hostname).toBe('127.0.0.1')
    expect(await ask(postgres.url, 'SHOW unix_socket_directories')).toBe('')
  })

  it('allows connections for many tests, and has the given settings', async () => {
    expect(await ask(postgres.url, 'SHOW max_connections')).toBe('300')
    expect(await ask(postgres.url, 'SHOW work_mem')).toBe('5MB')
  })

  it('rejects clients without its password', async () => {
    const url = new URL(postgres.url)
    url.password = 'guessed'

    await expect(ask(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
  })

  it('refuses connections while halted, and has its port and data after a restart', async () => {
    await ask(postgres.url, 'CREATE TABLE kept AS SELECT 7 AS number')
    await postgres.halt()
    await expect(ask(postgres.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
    await postgres.restart()

    expect(await ask(postgres.url, 'SELECT number FROM kept')).toBe(7)
  })

  it('recovers committed data after a crash', async () => {
    await ask(postgres.url, 'CREATE TABLE committed AS SELECT 8 AS number')
    const before = postgres.pid
    await postgres.crash()
    await postgres.restart()

    expect(await ask(postgres.url, 'SELECT number FROM committed')).toBe(8)
    expect(postgres.pid).not.toBe(before)
  })

  it('does not respond while it hangs, not even on open connections, and continues afterwards', async () => {
    const slow = ask(postgres.url, 'SELECT pg_sleep(0.5), 1')
    await until(async () => (await ask(postgres.url, sleepers)) === '1')
    let answered = false
    void slow.then(() => (answered = true))
    await postgres.hang()

    await expect(askHanging(postgres.url, 'SELECT 1')).rejects.toThrow('timeout')
    expect(answered).toBe(false)
    await postgres.resume()
    await slow
    expect(await ask(postgres.url, 'SELECT 1')).toBe(1)
  })
})

const sleepers = `SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'`
