import type { Pool } from 'pg'
import { ObservedPool } from './observed-pool.js'
import { Pooler } from './pooler.js'

const statementMs = 100
/** The time limit of a server that does not cancel the statement itself. */
const hangsAfterMs = statementMs + 600

function poolWhose(response: Promise<unknown>) {
  const release = vi.fn()
  const client = { query: () => response, release }
  const pool = { options: { statement_timeout: statementMs }, connect: async () => client }
  const observers = { observe: () => undefined, pooler: new Pooler() }
  return { pool: new ObservedPool(pool as unknown as Pool, observers), release }
}

describe('A statement on a connection of the pool', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('fails after the time limit, may be written, and its connection is closed', async () => {
    const { pool, release } = poolWhose(Promise.withResolvers().promise)
    const client = await pool.connect()
    const statement = client.query('SELECT 1', [])
    vi.advanceTimersByTime(hangsAfterMs)
    await expect(statement).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      mayBeWritten: true
    })
    client.release()
    expect(release).toHaveBeenCalledWith(true)
  })

  it('succeeds if its response has arrived while the process was busy for longer', async () => {
    const { promise, resolve } = Promise.withResolvers()
    const { pool, release } = poolWhose(promise)
    const client = await pool.connect()
    const statement = client.query('SELECT 1', [])
    setImmediate(() => resolve({ rows: [] }))
    vi.advanceTimersByTime(hangsAfterMs)
    expect(await statement).toEqual({ rows: [] })
    client.release()
    expect(release).toHaveBeenCalledWith(false)
  })
})
