import { Redis } from 'ioredis'
import { Client } from 'pg'
import { startPostgres } from '../../../tools/stores/postgres.ts'
import { startRedis } from '../servers/redis.ts'
import { openRunFolder } from '../../../tools/stores/run-folder.ts'
import { StoreUnavailable } from '../../../tools/stores/store-unavailable.ts'

/** The PostgreSQL and Redis of a test run. */
export interface TestStores {
  /** Environment of the test processes; test/harness/service/stores.ts reads it. */
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}

interface Store {
  readonly url: string
  stop(): Promise<void>
}

/** The default of Redis, used if a server does not permit CONFIG GET. */
const defaultDatabases = '16'
const answersWithinMs = 120_000

/**
 * Uses the servers of DATABASE_URL and REDIS_URL, or starts its own.
 *
 * @throws AggregateError of the servers that did not start; the others are stopped
 */
export async function startTestStores(workers: number): Promise<TestStores> {
  const { DATABASE_URL: postgresUrl, REDIS_URL: redisUrl } = process.env
  const [postgres, redis, counters] = await allOrNone([
    postgresUrl
      ? given(postgresUrl, askPostgres, 'DATABASE_URL')
      : startPostgres({ folder: { inMemory: true } }),
    redisUrl ? given(redisUrl, askRedis, 'REDIS_URL') : startRedis(),
    openRunFolder().then(folder => ({ url: folder.path, stop: () => folder.close() }))
  ])
  return {
    environment: {
      TEST_DATABASE_URL: postgres.url,
      TEST_REDIS_URL: redis.url,
      TEST_REDIS_DATABASES: await askRedis(redis.url),
      TEST_COUNTERS: counters.url,
      TEST_WORKERS: String(workers)
    },
    stop: async () => void (await Promise.all([postgres, redis, counters].map(end)))
  }
}

async function allOrNone(
  starting: readonly [Promise<Store>, Promise<Store>, Promise<Store>]
): Promise<readonly [Store, Store, Store]> {
  const results = await Promise.allSettled(starting)
  const failures = results.filter(result => result.status === 'rejected')
  if (failures.length === 0) return Promise.all(starting)
  await Promise.all(
    results.filter(result => result.status === 'fulfilled').map(({ value }) => end(value))
  )
  throw new AggregateError(failures.map(({ reason }): unknown => reason))
}

function end(store: Store): Promise<void> {
  return store.stop()
}

async function given(
  url: string,
  ask: (url: string) => Promise<unknown>,
  name: string
): Promise<Store> {
  try {
    await ask(url)
  } catch (error) {
    throw new StoreUnavailable(
      `${name} is set, and the server does not answer (${what(error)}). Start it, or unset ` +
        `${name} to have one brought up here.`,
      { cause: error }
    )
  }
  return { url, stop: async () => undefined }
}

async function askPostgres(connectionString: string): Promise<void> {
  const session = new Client({ connectionString, connectionTimeoutMillis: answersWithinMs })
  await session.connect()
  await session.end()
}

/** The number of its numbered databases. */
async function askRedis(url: string): Promise<string> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: answersWithinMs,
    commandTimeout: answersWithinMs,
    retryStrategy: () => null
  })
  // Without a listener ioredis would print the error, which connect() throws anyway.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await redis.ping()
    const answer = await redis.config('GET', 'databases').catch(() => [])
    return (answer as readonly string[])[1] ?? defaultDatabases
  } finally {
    redis.disconnect()
  }
}

/** Only the message, because the error may contain a URL with its password. */
function what(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}
