import { Redis } from 'ioredis'
import { Client } from 'pg'
import { createTestDatabase, emptyRedis, testRedisUrl } from './stores.js'

describe('A test database', () => {
  it('is empty and not shared', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
    await query(one.url, 'CREATE TABLE mine ()')

    await expect(query(other.url, 'TABLE mine')).rejects.toThrow('does not exist')
    await Promise.all([one.drop(), other.drop()])
  })

  it('starts with the rows of its template', async () => {
    const template = await createTestDatabase()
    await query(template.url, 'CREATE TABLE prepared ()')
    const copy = await createTestDatabase({ template: new URL(template.url).pathname.slice(1) })

    expect(await query(copy.url, 'TABLE prepared')).toEqual([])
    await Promise.all([template.drop(), copy.drop()])
  })

  it('can be dropped while clients are connected, and twice', async () => {
    const database = await createTestDatabase()
    const session = new Client({ connectionString: database.url })
    session.on('error', () => undefined)
    await session.connect()
    await database.drop()
    await database.drop()

    await expect(session.query('SELECT 1')).rejects.toThrow()
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow('does not exist')
  })
})

describe('A test Redis', () => {
  it('is a database that is not shared', async () => {
    const [one, other] = [testRedisUrl(), testRedisUrl()]
    await set(one)

    expect(await keys(one)).toBe(1)
    expect(await keys(other)).toBe(0)
    await emptyRedis(one)
  })

  it('is emptied without affecting other databases', async () => {
    const [one, other] = [testRedisUrl(), testRedisUrl()]
    await Promise.all([one, other].map(set))
    await emptyRedis(one)

    expect(await Promise.all([one, other].map(keys))).toEqual([0, 1])
    await emptyRedis(other)
  })
})

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const session = new Client({ connectionString })
  await session.connect()
  try {
    return (await session.query(sql)).rows
  } finally {
    await session.end()
  }
}

function set(url: string): Promise<unknown> {
  return withRedis(url, redis => redis.set('key', 'value'))
}

function keys(url: string): Promise<number> {
  return withRedis(url, redis => redis.dbsize())
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url)
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}
