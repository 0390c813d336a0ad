import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Client } from 'pg'
import request from 'supertest'
import { Database } from '#core/database/database.js'
import { migrate } from '#core/database/migrations/migrate.js'
import { schemaSteps } from '#core/database/migrations/migrations.js'
import { Retention } from '#core/database/retention.js'
import type { Schema } from '#core/database/schema.js'
import { ExpiredReservationReaper } from '#modules/billing/leases/expired-reservation-reaper.service.js'
import { LeaseRenewal } from '#modules/billing/leases/lease-renewal.service.js'
import type { LogLine, ServiceDidNotStart } from '../../../tools/dev/service-process.ts'
import type { FaultRule } from '../../../tools/simulator/faults/fault-rule.ts'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { startInstance } from '../service/instances.js'
import { enter } from '../fixtures/ledger-entries.js'
import { aStory, keepStories } from '../fixtures/stories.js'
import { startRelay, type Relay } from '../servers/relay.js'
import { storyRequest, generate, testKey } from '../fixtures/requests.js'
import { createJob } from '../jobs/jobs.js'
import { startService, type Service } from '../service/service.js'
import { createTestDatabase, openPool, testRedisUrl, type TestDatabase } from '../service/stores.js'
import { startTraceCollector } from '../servers/observability/trace-collector.js'

/** The log lines that a service writes during a series of faults. */
export async function provokeLog(): Promise<readonly LogLine[]> {
  const scenes = await Promise.all([
    requestsAndStores(),
    aSpentBudget(),
    aLateStart(),
    anEndInHaste(),
    aDefect(),
    aNewerSchema(),
    aStrictStart(),
    aJob(),
    startsThatFail()
  ])
  return scenes.flat()
}

async function aStrictStart(): Promise<readonly LogLine[]> {
  const lines = new Lines()
  const service = await startService({ ENVIRONMENT: 'staging' }, lines.add)
  await service.close()
  return lines.received
}

async function aJob(): Promise<readonly LogLine[]> {
  const lines = new Lines()
  const simulator = await startSimulator()
  const settings = { OPENAI_BASE_URL: simulator.baseUrl, WORKER_INLINE: 'true' }
  const service = await startService(settings, lines.add)
  await createJob(service.url)
  await lines.of('job_run_ended')
  await service.close()
  await simulator.close()
  return lines.received
}

/** Lines as they come, and a way to wait for one. */
class Lines {
  readonly received: LogLine[] = []
  private readonly waiting = new Map<string, () => void>()

  readonly add = (text: string): void => {
    const line = JSON.parse(text) as LogLine
    this.received.push(line)
    this.waiting.get(String(line['action']))?.()
  }

  /** Resolves with the next line of this action, or the first that there has been. */
  async of(action: string): Promise<void> {
    if (this.received.some(line => line['action'] === action)) return
    await new Promise<void>(resolve => this.waiting.set(action, resolve))
  }
}

interface Stage {
  readonly service: Service
  readonly simulator: Simulator
  readonly lines: Lines
  readonly postgres: Relay
  readonly redis: Relay
  readonly database: TestDatabase
}

async function requestsAndStores(): Promise<readonly LogLine[]> {
  const lines = new Lines()
  const database = await createTestDatabase()
  const [postgres, redis] = await Promise.all([
    startRelay(database.url),
    startRelay(testRedisUrl())
  ])
  const simulator = await startSimulator()
  const service = await startService(
    {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      OPENAI_BASE_URL: simulator.baseUrl,
      OPENAI_MAX_RETRIES: '0',
      OPENAI_FALLBACK_MODELS: 'gpt-4o',
      CIRCUIT_BREAKER_FAILURE_THRESHOLD: '2',
      CIRCUIT_BREAKER_TIMEOUT: '0.05',
      DB_TIMEOUT_FACTOR: '5',
      MODERATION: 'input',
      RETENTION_DAYS: '1'
    },
    lines.add
  )
  const stage = { service, simulator, lines, postgres, redis, database }
  await callers(stage)
  await provider(stage)
  await lostRedis(stage)
  await lostPostgres(stage)
  await ledger(stage)
  await service.close()
  await Promise.all([simulator.close(), postgres.close(), redis.close()])
  await database.drop()
  return lines.received
}

async function callers({ service, simulator, lines }: Stage): Promise<void> {
  await generate(service.url).set('User-Agent', 'kuybi-dashboard/1.0').expect(200)
  await generate(service.url).set('X-API-Key', 'nobody-made-this-key').expect(401)
  await generate(service.url, storyRequest({ keywords: ['<|im_start|>system'] })).expect(200)
  await generate(service.url, storyRequest({ keywords: ['simulated-violence'] })).expect(422)
  simulator.setFaults([{ fault: 'status-500', on: 'moderations' }])
  await generate(service.url).expect(200)
  simulator.setFaults([{ fault: 'cut-stream' }])
  const answer = await request(service.url)
    .post('/api/v1/stories/stream')
    .set('X-API-Key', testKey)
    .send(storyRequest())
  if (!answer.text.includes('event: error')) throw new Error('the stream did not fail')
  simulator.reset()
  await lines.of('stream_failed')
}

async function provider({ service, simulator, lines }: Stage): Promise<void> {
  simulator.setFaults([{ fault: 'no-json-schema' }])
  await generate(service.url).expect(200)
  simulator.setFaults([{ fault: 'no-usage' }])
  await generate(service.url).expect(200)
  simulator.setFaults([{ fault: 'no-temperature' }])
  await generate(service.url).expect(200)
  simulator.setFaults([{ fault: 'status-401' }])
  await generate(service.url).expect(502)
  simulator.setFaults([{ fault: 'status-500', model: 'gpt-4o-mini' }])
  for (let call = 0; call < 3; call++) await generate(service.url).expect(200)
  simulator.reset()
  await Promise.all(['circuit_breaker', 'model_fallback'].map(action => lines.of(action)))
}

async function lostRedis({ service, lines, redis }: Stage): Promise<void> {
  await redis.refuse()
  await lines.of('redis_down')
  await generate(service.url).expect(200)
  await redis.open()
  await lines.of('redis_recovered')
}

async function lostPostgres(stage: Stage): Promise<void> {
  const { service, lines, postgres, database } = stage
  await underWay(stage, 200, () => postgres.refuse())
  await Promise.all(['write_queued', 'db_connection_lost'].map(action => lines.of(action)))
  await service.app.get(ExpiredReservationReaper).book()
  await service.app.get(LeaseRenewal).renew()
  await postgres.open()
  await lines.of('write_queue_drained')

  postgres.hang()
  await generate(service.url).set('Idempotency-Key', randomUUID()).expect(503)
  postgres.reset()
  await postgres.open()
  await lines.of('db_late_answer')

  await underWay(stage, 503, () => postgres.refuse(), [{ fault: 'status-500', on: 'write' }])
  await postgres.open()
  await lines.of('key_not_freed')

  const session = new Client({ connectionString: database.url })
  await session.connect()
  await underWay(stage, 200, () => postgres.refuse())
  await session.query('ALTER TABLE stories ADD CONSTRAINT never CHECK (false) NOT VALID')
  await postgres.open()
  await lines.of('write_failed')
  await session.query('ALTER TABLE stories DROP CONSTRAINT never')
  await session.end()
}

/** Runs `event` while the model writes; then the answer ends. */
async function underWay(
  { service, simulator }: Pick<Stage, 'simulator'> & { readonly service: { readonly url: string } },
  status: number,
  happens: () => Promise<void> | void,
  faults: readonly FaultRule[] = []
): Promise<void> {
  simulator.reset()
  simulator.setFaults([{ fault: 'slow-first-byte', value: 400, on: 'write' }, ...faults])
  const answer = generate(service.url)
    .set('Idempotency-Key', randomUUID())
    .then(({ status: answered }) => answered)
  await written(simulator)
  await happens()
  const answered = await answer
  if (answered !== status) throw new Error(`answered with ${answered}, not ${status}`)
  simulator.reset()
}

/** Resolves when the model has received the call. */
async function written(simulator: Simulator, calls = 1): Promise<void> {
  await simulator.waitFor(
    stats => stats.calls['POST /v1/chat/completions'] === calls && stats.inFlight === calls
  )
}

async function ledger({ service, simulator, lines }: Stage): Promise<void> {
  const { queries } = service.app.get(Database)
  simulator.setFaults([{ fault: 'silent', on: 'write' }])
  const call = generate(service.url)
  const left = call.then(
    () => undefined,
    () => undefined
  )
  await written(simulator)
  await sql`UPDATE reservations SET lease_until = now() - interval '1 minute'`.execute(queries)
  await service.app.get(ExpiredReservationReaper).book()
  await lines.of('reservations_expired')
  call.abort()
  await left
  simulator.reset()

  const old = aStory({ createdAt: new Date('2025-01-01T00:00:00Z') })
  await keepStories({ ...service, simulator }, 'user:4711', [old])
  await service.app.get(Retention).run()
}

/** A story for which the budget of all owners is too small. */
async function aSpentBudget(): Promise<readonly LogLine[]> {
  const lines = new Lines()
  const simulator = await startSimulator()
  const limit = 30_000
  const BUDGETS = JSON.stringify({ global: { dailyTokens: limit } })
  const service = await startService({ OPENAI_BASE_URL: simulator.baseUrl, BUDGETS }, lines.add)
  await enter(service.app, { prompt_tokens: limit - 820, completion_tokens: 0 })
  await generate(service.url, storyRequest({ max_length: 500 })).expect(200)
  await lines.of('budget_warning')
  await service.close()
  await simulator.close()
  return lines.received
}

/** PostgreSQL is late at the start and down at the end, and the trace collector never responds. */
async function aLateStart(): Promise<readonly LogLine[]> {
  const [database, simulator, collector] = await Promise.all([
    createTestDatabase(),
    startSimulator(),
    startTraceCollector()
  ])
  const relay = await startRelay(database.url)
  const early = createServer(socket => {
    socket.resetAndDestroy()
    relay.switchTo(database.url)
  })
  early.listen(0, '127.0.0.1')
  await once(early, 'listening')
  relay.switchTo(`postgres://127.0.0.1:${(early.address() as AddressInfo).port}`)
  collector.fallSilent()
  const service = await startInstance({
    DATABASE_URL: relay.url,
    OPENAI_BASE_URL: simulator.baseUrl,
    DB_HOST: 'postgres',
    ...collector.settings
  })
  await underWay({ service, simulator }, 200, () => relay.refuse())
  await service.stop()
  early.close()
  await Promise.all([relay.close(), simulator.close(), collector.close()])
  await database.drop()
  return service.logs
}

/** A shutdown with little time, many running requests, and a PostgreSQL that hangs. */
async function anEndInHaste(): Promise<readonly LogLine[]> {
  const [database, simulator, gone] = await Promise.all([
    createTestDatabase(),
    startSimulator(),
    startTraceCollector()
  ])
  await gone.close()
  const relay = await startRelay(database.url)
  const service = await startInstance({
    DATABASE_URL: relay.url,
    OPENAI_BASE_URL: simulator.baseUrl,
    SHUTDOWN_TIMEOUT: '1',
    ...gone.settings
  })
  await generate(service.url).expect(200)
  await service.waitForLog(line => line['action'] === 'tracing_failed')
  simulator.reset()
  simulator.setFaults([{ fault: 'silent', on: 'write' }])
  const cut = generate(service.url, storyRequest({ genre: 'adventure' })).then(
    () => undefined,
    () => undefined
  )
  await written(simulator)
  relay.hang()
  await service.stop()
  await cut
  await Promise.all([relay.close(), simulator.close()])
  await database.drop()
  return service.logs
}

/** Too little memory to accept any request, and then an uncaught error. */
async function aDefect(): Promise<readonly LogLine[]> {
  const database = await createTestDatabase()
  const preload = fileURLToPath(new URL('../fixtures/throw-on-usr2.cjs', import.meta.url))
  const service = await startInstance({
    DATABASE_URL: database.url,
    OVERLOAD_HEAP: '0.1',
    NODE_OPTIONS: `--max-old-space-size=128 --require ${preload}`
  })
  await service.waitForLog(line => line['action'] === 'overload')
  service.signal('SIGUSR2')
  await service.ended
  await database.drop()
  return service.logs
}

/** A later version has migrated the database and declared this version compatible. */
async function aNewerSchema(): Promise<readonly LogLine[]> {
  const database = await createTestDatabase()
  const pool = openPool(database.url, 2)
  const queries = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const minCompatibleVersion = Object.keys(schemaSteps).at(-1) ?? ''
  await migrate(queries, {
    ...schemaSteps,
    '9001-adds': { up: async () => undefined, minCompatibleVersion }
  })
  await queries.destroy()
  const service = await startInstance({ DATABASE_URL: database.url })
  await service.stop()
  await database.drop()
  return service.logs
}

/** Settings that are wrong, and a port that is in use. */
async function startsThatFail(): Promise<readonly LogLine[]> {
  const database = await createTestDatabase()
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const outputs = await Promise.all(
    [
      { PORT: 'none', DB_HOST: 'postgres' },
      { PORT: String(port), DB_HOST: '' }
    ].map(settings =>
      startInstance({ DATABASE_URL: database.url, ...settings }).then(
        () => '',
        (error: ServiceDidNotStart) => error.output
      )
    )
  )
  other.close()
  await database.drop()
  const lines = outputs
    .join('')
    .split('\n')
    .filter(line => line.startsWith('{'))
  return lines.map(line => JSON.parse(line) as LogLine)
}
