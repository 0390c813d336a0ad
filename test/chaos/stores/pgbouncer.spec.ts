import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import type { Server } from '../../../tools/stores/server.ts'
import type { LogLine, ServiceProcess } from '../../../tools/dev/service-process.ts'
import { storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { ask } from '../../harness/servers/ask.ts'
import {
  keepsPreparedStatements,
  pgBouncer,
  startPgBouncer
} from '../../harness/servers/setups/pgbouncer.ts'
import { createJob, jobIn } from '../../harness/jobs/jobs.js'
import { eventually, openLedger, startInstance } from '../../harness/service/instances.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'

interface Variant {
  readonly title: string
  readonly settings: Readonly<Record<string, string | number>>
  readonly gaps: readonly string[]
}

const program = await pgBouncer()
const credential = { 'X-API-Key': testKey }
const allGaps = ['prepared statements', 'start-up parameters']

const withoutPrepared: Variant = { title: 'defaults of old versions', settings: {}, gaps: allGaps }
const withPrepared: readonly Variant[] = [
  {
    title: '200 prepared statements',
    settings: { max_prepared_statements: 200 },
    gaps: ['start-up parameters']
  },
  { title: 'no prepared statements', settings: { max_prepared_statements: 0 }, gaps: allGaps }
]
const ignoring: Variant = {
  title: 'ignored start-up parameters',
  settings: { ignore_startup_parameters: 'statement_timeout,idle_in_transaction_session_timeout' },
  gaps: ['start-up parameters']
}
const variants = (await keepsPreparedStatements(program))
  ? [...withPrepared, ignoring]
  : [withoutPrepared, { ...ignoring, gaps: allGaps }]

describe.each(variants)('PgBouncer in transaction mode with $title', ({ settings, gaps }) => {
  let database: TestDatabase
  let simulator: Simulator
  let pooler: Server
  const instances: ServiceProcess[] = []

  const settingsOf = () => ({
    DATABASE_URL: pooler.url,
    OPENAI_BASE_URL: simulator.baseUrl,
    BUDGET_DAILY_USD: '1000',
    CACHE_TTL: '0'
  })

  const gapsOf = ({ logs }: { readonly logs: readonly LogLine[] }): readonly unknown[] =>
    logs.filter(({ action }) => action === 'db_pooler').map(({ missing }) => missing)

  /** The status of each of several generations at once, on both instances. */
  const generate = (count: number): Promise<readonly number[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const { url = '' } = instances[index % instances.length] ?? {}
        const headers = {
          ...credential,
          'Content-Type': 'application/json',
          'Idempotency-Key': randomUUID()
        }
        const body = JSON.stringify(storyRequest({ max_length: 100 }))
        const answer = await fetch(`${url}/api/v1/generate`, { method: 'POST', headers, body })
        await answer.arrayBuffer()
        return answer.status
      })
    )

  beforeAll(async () => {
    database = await createTestDatabase()
    simulator = await startSimulator()
    pooler = await startPgBouncer(program, [database.url], settings)
    const starting = [startInstance(settingsOf()), startInstance(settingsOf())]
    instances.push(...(await Promise.all(starting)))
  })
  afterAll(async () => {
    await Promise.all(instances.splice(0).map(instance => instance.stop()))
    await pooler.stop()
    await simulator.close()
    await database.drop()
  })

  it('migrates the schema once from two instances', async () => {
    const migrated = instances.flatMap(({ logs }) =>
      logs.filter(({ action }) => action === 'db_migrated').map(({ migration }) => migration)
    )
    expect(new Set(migrated).size).toBe(migrated.length)
    expect(migrated.length).toBe(
      await ask(database.url, 'SELECT count(*)::integer FROM kysely_migration')
    )
    const locks = `SELECT count(*)::integer FROM pg_locks WHERE locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
    expect(await ask(database.url, locks)).toBe(0)
  })

  it('serves all generations, and learns what the pooler does not keep', async () => {
    for (let round = 0; round < 5; round++) {
      expect(new Set(await generate(12))).toEqual(new Set([200]))
    }
    for (const instance of instances) expect(new Set(gapsOf(instance))).toEqual(new Set(gaps))
  })

  it('runs a job in a worker', async () => {
    const worker = await startInstance(settingsOf(), 'worker')
    const url = instances[0]?.url ?? ''
    expect((await jobIn(url, await createJob(url), 'completed')).progress.attempt).toBe(1)
    expect(await worker.stop()).toBe(0)
  })

  it('ends statements in PostgreSQL that wait for longer than their time limit', async () => {
    const impatient = await startInstance({ ...settingsOf(), DB_STATEMENT_TIMEOUT: '2' })
    const blocker = new Client({ connectionString: database.url })
    await blocker.connect()
    try {
      await blocker.query('BEGIN; LOCK TABLE stories IN ACCESS EXCLUSIVE MODE')
      const answer = await fetch(`${impatient.url}/api/v1/stories`, { headers: credential })
      expect(answer.status).toBe(503)
      const waiting = `SELECT count(*)::integer FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
      await eventually(async () => (await ask(database.url, waiting)) === 0)
    } finally {
      await blocker.end()
      await impatient.stop()
    }
  })

  it('continues after the pooler was killed, with a correct ledger', async () => {
    const during = generate(8)
    await pooler.crash()
    for (const status of await during) expect([200, 503]).toContain(status)
    await pooler.restart()
    await eventually(async () => {
      const statuses = await generate(4)
      return statuses.every(status => status === 200)
    })
    const ledger = openLedger(database.url)
    try {
      await eventually(async () => (await ledger.reservations()) === 0)
      expect(await ledger.disagreements()).toEqual([])
    } finally {
      await ledger.close()
    }
  })
})
