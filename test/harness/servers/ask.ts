import { Redis, type RedisOptions } from 'ioredis'
import { Client } from 'pg'

/** Ends waiting for what never happens, on any machine. */
const withinMs = 300_000
const hangsAfterMs = 500

/** Returns the first column of the first row, on a new connection. */
export function ask(url: string, sql: string): Promise<unknown> {
  return query(url, sql, 0)
}

/** The same of a server that accepts connections and does not respond: throws after a timeout. */
export function askHanging(url: string, sql: string): Promise<unknown> {
  return query(url, sql, hangsAfterMs)
}

async function query(url: string, sql: string, connectionTimeoutMillis: number): Promise<unknown> {
  const session = new Client({ connectionString: url, connectionTimeoutMillis })
  await session.connect()
  try {
    const { rows } = await session.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await session.end()
  }
}

/** Sends a Redis command on a new connection, without retries. */
export function command(url: string, ...words: [string, ...string[]]): Promise<unknown> {
  return commandWith(url, words, {})
}

/** The same to a server that accepts connections and does not respond: throws after a timeout. */
export function commandHanging(url: string, ...words: [string, ...string[]]): Promise<unknown> {
  const limits = { connectTimeout: hangsAfterMs, commandTimeout: hangsAfterMs }
  return commandWith(url, words, limits)
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
