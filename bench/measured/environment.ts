import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../../tools/stores/postgres.ts'
import { cpuMsOf } from './process-cpu.ts'
import { startRedis } from '../../test/harness/servers/redis.ts'

export interface Story {
  /** Words of the story; a stream sends one in each chunk. */
  readonly words: number
  /** Delay between two chunks of a stream. */
  readonly everyMs?: number
  /** Delay before a buffered response. */
  readonly delayMs?: number
}

export type Settings = Readonly<Record<string, string>>

/** The environment of a measurement: real PostgreSQL, real Redis, and upstreams. */
export interface BenchEnvironment {
  /** Settings for a service with its own upstream, no limits and no cache. */
  settingsFor(story: Story): Promise<Settings>
  /** The address of the database, as superuser. */
  readonly databaseUrl: string
  /** CPU time of all processes of PostgreSQL since its start, in milliseconds. */
  postgresCpuMs(): number
  close(): Promise<void>
}

/** API keys that these settings accept. */
export const benchKeys: readonly [string, ...string[]] = [
  'a-key-of-the-bench-that-is-long-enough',
  ...Array.from({ length: 99 }, (_, at) => `another-key-of-the-bench-that-is-long-${at}`)
]

const manyRequests = '1000000'

/** @param ofPostgres further settings of the server */
export async function startEnvironment(ofPostgres: Settings = {}): Promise<BenchEnvironment> {
  // Durable, as in production: a COMMIT waits for the disk.
  const durable = { fsync: 'on', full_page_writes: 'on' }
  const postgres = await startPostgres({ settings: { ...durable, ...ofPostgres } })
  const redis = await startRedis()
  const upstreams: (() => void)[] = []
  const settings = {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    LOG_FORMAT: 'json',
    API_KEYS: benchKeys.join(','),
    JWT_SECRET: 'the-secret-of-the-bench-signs-nothing-at-all',
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    OPENAI_API_KEY: 'bench',
    CACHE_TTL: '0',
    FLOOD_LIMIT_PER_MINUTE: manyRequests,
    RATE_LIMIT_KEY_PER_MINUTE: manyRequests,
    RATE_LIMIT_KEY_PER_HOUR: manyRequests,
    RATE_LIMIT_READ_PER_MINUTE: manyRequests
  }
  return {
    databaseUrl: postgres.url,
    settingsFor: async story => {
      const { baseUrl, stop } = await startUpstream(story)
      upstreams.push(stop)
      return { ...settings, OPENAI_BASE_URL: baseUrl }
    },
    postgresCpuMs: () => cpuMsOf(postgres.pid),
    close: async () => {
      for (const stop of upstreams) stop()
      await Promise.all([postgres.stop(), redis.stop()])
    }
  }
}

async function startUpstream({ words, everyMs = 100, delayMs = 0 }: Story): Promise<{
  readonly baseUrl: string
  readonly stop: () => void
}> {
  const file = fileURLToPath(new URL('upstream.ts', import.meta.url))
  const child = fork(file, [words, everyMs, delayMs].map(String))
  const [port] = (await once(child, 'message')) as [number]
  return { baseUrl: `http://127.0.0.1:${port}`, stop: () => void child.kill() }
}
