import { Redis, type RedisOptions } from 'ioredis'
import { Client } from 'pg'

const withinMs = 10_000
const answersWithinMs = 500

/** Returns the first column of the first row, on a new connection, from a server that may be down. */
export function ask(url: string, sql: string): Promise<unknown> {
  return queryOnce(url, sql, answersWithinMs)
}

/** The same without a timeout, from a server that is up. */
export async function queryOnce(
  url: string,
  sql: string,
  connectionTimeoutMillis = 0
): Promise<unknown> {
  const session = new Client({ connectionString: url, connectionTimeoutMillis })
  await session.connect()
  try {
    const { rows } = await session.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await session.end()
  }
}

/** Sends a Redis command on a new connection, with a timeout and without retries. */
export function command(url: string, ...words: [string, ...string[]]): Promise<unknown> {
  const limits = { connectTimeout: answersWithinMs, commandTimeout: answersWithinMs }
  return commandWith(url, words, limits)
}

/** The same without a timeout, for a server that is up. */
export function commandOnce(url: string, ...words: [string, ...string[]]): Promise<unknown> {
  return commandWith(url, words, {})
}

async function commandWith(
  url: string,
  words: [string, ...string[]],
  limits: RedisOptions
): Promise<unknown> {
  const redis = new Redis(url, {
    lazyConnect: true,
    ...limits,
    disconnectTimeout: 0,
    retryStrategy: () => null
  })
  let first: Error | undefined
  redis.on('error', (error: Error) => (first ??= error))
  try {
    await redis.connect()
    return await redis.call(...words)
  } catch (error) {
    // connect() only throws "Connection is closed"; the first event has the cause.
    throw first ?? error
  } finally {
    redis.disconnect()
  }
}

/** Polls until the condition holds, for other processes that send no event. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${String(holds)}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
