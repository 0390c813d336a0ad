import { Redis } from 'ioredis'
import { Client } from 'pg'

const withinMs = 10_000
const answersWithinMs = 500

/** The first column of the first row, asked on a connection of its own. */
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

/** What Redis answers, or a rejection when it does not in good time; never a second try. */
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
    // "Connection is closed" is all that connect() tells.
    throw first ?? error
  } finally {
    redis.disconnect()
  }
}

/** Resolves when it holds; for what other processes do, which tell nobody. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${String(holds)}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
