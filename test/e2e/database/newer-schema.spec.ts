import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { ServiceProcess } from '../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { migrate, requireCurrentSchema } from '#core/database/migrations/migrate.js'
import {
  schemaSteps,
  type SchemaStep,
  type SchemaSteps
} from '#core/database/migrations/migrations.js'
import type { Schema } from '#core/database/schema.js'
import { startInstance } from '../../harness/service/instances.js'
import { storyRequest, generate, testSecret } from '../../harness/fixtures/requests.js'
import { createTestDatabase, openPool, type TestDatabase } from '../../harness/service/stores.js'

const run = promisify(execFile)
const newest = Object.keys(schemaSteps).at(-1) ?? ''
/** A migration of a later version: it adds a column that the statements of this version leave out. */
const addition: SchemaStep = {
  up: async db => void (await sql`ALTER TABLE stories ADD COLUMN mood text`.execute(db)),
  minCompatibleVersion: newest
}
const removal: SchemaStep = {
  up: async db => void (await sql`ALTER TABLE stories DROP COLUMN mood`.execute(db))
}

let database: TestDatabase
let queries: Kysely<Schema>

beforeEach(async () => {
  database = await createTestDatabase()
  const pool = openPool(database.url, 2)
  queries = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
})
afterEach(async () => {
  await queries.destroy()
  await database.drop()
})

function tomorrow(steps: SchemaSteps): SchemaSteps {
  return { ...schemaSteps, ...steps }
}

describe('A schema that a newer version migrated', () => {
  it('is accepted by a version that is at least the minimum of its steps', async () => {
    await migrate(queries, tomorrow({ '9001-adds': addition }))
    const borne = { migrated: [], ahead: ['9001-adds'] }
    expect(await migrate(queries)).toEqual(borne)
    expect(await requireCurrentSchema(queries)).toEqual(borne)
  })

  it('is rejected when a step requires itself as the minimum version', async () => {
    await migrate(queries, tomorrow({ '9001-adds': addition, '9002-takes': removal }))
    const refusal = /newer than this version of the service: it has 9002-takes$/
    await expect(migrate(queries)).rejects.toThrow(refusal)
    await expect(requireCurrentSchema(queries)).rejects.toThrow(refusal)
  })

  it('is rejected by a version older than the minimum of a step, and accepted by the one between', async () => {
    const between = tomorrow({ '9001-adds': addition })
    const rule: SchemaStep = {
      up: async db => void (await sql`ALTER TABLE stories ALTER mood SET NOT NULL`.execute(db)),
      minCompatibleVersion: '9001-adds'
    }
    await migrate(queries, { ...between, '9002-demands': rule })
    await expect(migrate(queries)).rejects.toThrow(/it has 9002-demands$/)
    expect(await migrate(queries, between)).toEqual({ migrated: [], ahead: ['9002-demands'] })
  })

  it('is rejected without a record of its minimum version', async () => {
    await migrate(queries, { '0001-first-tables': schemaSteps['0001-first-tables'] ?? removal })
    await sql`INSERT INTO kysely_migration VALUES ('9001-adds', now()::text)`.execute(queries)
    await expect(migrate(queries)).rejects.toThrow(/it has 9001-adds$/)
  })

  it('is rejected when it has not run a step of this version', async () => {
    await migrate(queries, tomorrow({ '9002-adds': addition }))
    const known = tomorrow({ '9001-of-another-branch': addition })
    await expect(migrate(queries, known)).rejects.toThrow(/lacks the migrations 9001-of-another/)
  })

  it('has no record of a step that failed', async () => {
    const failing: SchemaStep = {
      up: async db => {
        await addition.up(db)
        await sql`SELECT 1/0`.execute(db)
      },
      minCompatibleVersion: newest
    }
    const attempt = migrate(queries, tomorrow({ '9001-fails': failing }))
    await expect(attempt).rejects.toThrow('division by zero')
    expect(await migrate(queries)).toEqual({ migrated: [], ahead: [] })
    const recorded = await queries.selectFrom('schema_steps').select('name').execute()
    expect(recorded.map(({ name }) => name)).not.toContain('9001-fails')
  })

  it.each(['9001-adds', '9002-later', '0000-never'])(
    'cannot contain a step with the minimum version %s',
    async minCompatibleVersion => {
      const steps = tomorrow({
        '9001-adds': { ...addition, minCompatibleVersion },
        '9002-later': removal
      })
      await expect(migrate(queries, steps)).rejects.toThrow(
        `names ${minCompatibleVersion}, which is no earlier`
      )
    }
  )
})

describe('An older service beside a newer one', () => {
  let simulator: Simulator
  let service: ServiceProcess | undefined
  beforeAll(async () => {
    simulator = await startSimulator()
  })
  afterEach(async () => {
    await service?.stop()
    service = undefined
  })
  afterAll(() => simulator.close())

  it.each(['true', 'false'])('restarts with MIGRATE_ON_START=%s, and writes', async migrates => {
    await migrate(queries, tomorrow({ '9001-adds': addition }))
    service = await startInstance({
      DATABASE_URL: database.url,
      OPENAI_BASE_URL: simulator.baseUrl,
      MIGRATE_ON_START: migrates
    })
    const said = await service.waitForLog(({ action }) => action === 'db_ahead')
    expect(said).toMatchObject({ level: 'warn', migrations: ['9001-adds'] })
    expect((await fetch(`${service.url}/api/health/ready`)).status).toBe(200)
    expect((await generate(service.url, storyRequest())).status).toBe(200)
    const kept = await queries.selectFrom('stories').select('title').execute()
    expect(kept).toHaveLength(1)
  })

  it('does not start when a step requires a newer version, and reports the reason', async () => {
    await migrate(queries, tomorrow({ '9001-adds': addition, '9002-takes': removal }))
    const start = startInstance({ DATABASE_URL: database.url, OPENAI_BASE_URL: simulator.baseUrl })
    await expect(start).rejects.toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('it has 9002-takes')
    })
  })

  it('has a migrate command that leaves the schema unchanged and exits with 0', async () => {
    await migrate(queries, tomorrow({ '9001-adds': addition }))
    const program = new URL('../../../dist/migrate.js', import.meta.url).pathname
    const { stdout } = await run(process.execPath, [program], {
      cwd: tmpdir(),
      env: { DATABASE_URL: database.url, JWT_SECRET: testSecret }
    })
    expect(stdout).toBe('Nothing to migrate: a newer version did 9001-adds, which serves\n')
  })
})
