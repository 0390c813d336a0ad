import { Redis } from 'ioredis'
import { Client } from 'pg'

const withinMs = 10_000
const answersWithinMs = 500

/** Returns the first column of the first row, on a new connection. */
export async function ask(url: string, sql: string): Promise<unknown> {
  const session = new Client({
    connectionString: url,
    connectionTimeoutMillis: answersWithinMs
  })
  await session.connect()
  try {
    const { rows } = await session.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await session.end()
  }
}

/** Sends a Redis command on a new connection, with a timeout and without retries. */
export async function command(url: string, ...words: [string, ...string[]]): Promise<unknown> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: answersWithinMs,
    commandTimeout: answersWithinMs,
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
