import { once } from 'node:events'
import { startSimulator } from '../simulator/simulator.ts'
import { startPostgres } from '../stores/postgres.ts'
import { StoreUnavailable } from '../stores/store-unavailable.ts'

/** The API key of a local stack. */
export const localKey = 'local-development-key'

/** Settings for a service that only this machine can reach, on a port that the system chooses. */
export const localSettings = {
  HOST: '127.0.0.1',
  PORT: '0',
  API_KEYS: localKey,
  JWT_SECRET: 'local-development-secret-change-me'
} as const

/** The dependencies of a service on this machine. */
export interface Backing {
  readonly words: string
  /** Settings for the service. */
  readonly settings: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Provider and stores together. */
export async function startBacking(): Promise<Backing> {
  const [provider, stores] = await Promise.all([localProvider(), localStores()])
  return {
    words: `${provider.words}; ${stores.words}`,
    settings: { ...provider.settings, ...stores.settings },
    stop: async () => void (await Promise.all([provider.stop(), stores.stop()]))
  }
}

/** The database that DATABASE_URL names, else one of our own; a Redis only if REDIS_URL names one. */
async function localStores(): Promise<Backing> {
  const { DATABASE_URL: given, REDIS_URL: redis } = process.env
  const own = given ? undefined : await startPostgres().catch(giveUp)
  const database = own
    ? 'a PostgreSQL whose data end with it (DATABASE_URL keeps them)'
    : 'the PostgreSQL of DATABASE_URL'
  return {
    words: `${database}; ${redis ? 'the Redis of REDIS_URL' : 'no Redis (REDIS_URL names one)'}`,
    settings: { DATABASE_URL: own?.url ?? given ?? '', ...(redis && { REDIS_URL: redis }) },
    stop: async () => own?.stop()
  }
}

/** An error that the user must fix is printed without a stack trace. */
function giveUp(error: unknown): never {
  if (!(error instanceof StoreUnavailable)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

/** The real provider if a key or an address is set, else the simulator, started here. */
async function localProvider(): Promise<Backing> {
  return realProvider() ?? simulatedProvider()
}

/** The provider's settings of the shell, if it has any. */
function realProvider(): Backing | undefined {
  if (!process.env['OPENAI_API_KEY'] && !process.env['OPENAI_BASE_URL']) return undefined
  const given = Object.entries(process.env).filter(([name]) => name.startsWith('OPENAI_'))
  return {
    words: process.env['OPENAI_BASE_URL'] || 'OpenAI',
    settings: Object.fromEntries(given.map(([name, value]) => [name, value ?? ''])),
    stop: async () => undefined
  }
}

async function simulatedProvider(): Promise<Backing> {
  const simulator = await startSimulator()
  return {
    words: 'the simulator, which writes from a grammar and costs nothing',
    settings: { OPENAI_BASE_URL: simulator.baseUrl, OPENAI_API_KEY: 'simulator' },
    stop: () => simulator.close()
  }
}

/** Resolves on Ctrl-C or SIGTERM. */
export async function interrupted(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
