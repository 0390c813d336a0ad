import { Kysely, PostgresDialect, sql } from 'kysely'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { Database } from '#core/database/database.js'
import { ObservedPool } from '#core/database/connections/observed-pool.js'
import { Pooler } from '#core/database/connections/pooler.js'
import { PreparedStatements } from '#core/database/connections/prepared-statements.js'
import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { startService } from '../../harness/service/service.js'
import { createTestDatabase, openPool, type TestDatabase } from '../../harness/service/stores.js'

interface Tables {
  readonly kept: { readonly id: number; readonly text: string }
}

describe('Statements on a pool of one connection', () => {
  let store: TestDatabase
  let database: Kysely<Tables>
  beforeEach(async () => {
    store = await createTestDatabase()
    const pool = openPool(store.url, 1)
    database = new Kysely<Tables>({
      dialect: new PostgresDialect({
        pool: new ObservedPool(pool, {
          observe: () => undefined,
          prepared: new PreparedStatements(),
          pooler: new Pooler()
        })
      })
    })
    await sql`CREATE TABLE kept (id integer, text text)`.execute(database)
  })
  afterEach(async () => {
    await database.destroy()
    await store.drop()
  })

  const keep = (id: number) =>
    database.insertInto('kept').values({ id, text: 'a fox' }).returning('id').execute()

  async function prepared(): Promise<readonly string[]> {
    const { rows } = await sql<{ readonly statement: string }>`
      SELECT statement FROM pg_prepared_statements`.execute(database)
    return rows.map(({ statement }) => statement)
  }

  it('are prepared once when they write, for any values', async () => {
    await keep(1)
    await keep(2)
    expect(await prepared()).toEqual([expect.stringMatching(/^insert into "kept"/)])
  })

  it('are not prepared when they read, so that a table may get another column', async () => {
    await keep(1)
    const all = () => database.selectFrom('kept').selectAll().where('id', '=', 1).execute()
    expect(await all()).toEqual([{ id: 1, text: 'a fox' }])
    await sql`ALTER TABLE kept ADD COLUMN added integer DEFAULT 7`.execute(database)
    expect(await all()).toEqual([{ id: 1, text: 'a fox', added: 7 }])
    await expect(keep(2)).resolves.toEqual([{ id: 2 }])
  })

  it('are prepared up to a maximum of a hundred', async () => {
    for (let count = 1; count <= 120; count++) {
      const values = Array.from({ length: count }, (_, id) => ({ id, text: 'a fox' }))
      await database.insertInto('kept').values(values).execute()
    }
    expect(await prepared()).toHaveLength(100)
  })

  it('can run again after a failure', async () => {
    await expect(
      sql`INSERT INTO kept (id) VALUES (${'no number'})`.execute(database)
    ).rejects.toThrow()
    await expect(sql`INSERT INTO kept (id) VALUES (${3})`.execute(database)).resolves.toBeDefined()
  })
})

describe('A service', () => {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator()
  })
  afterAll(() => simulator.close())

  /** The statements that its connections have prepared after two stories. */
  async function preparedAfterStories(setting: string): Promise<readonly string[]> {
    const service = await startService({
      OPENAI_BASE_URL: simulator.baseUrl,
      DB_PREPARED_STATEMENTS: setting
    })
    try {
      for (const genre of ['fable', 'saga'])
        await generate(service.url, storyRequest({ genre })).expect(200)
      const { lanes } = service.app.get(Database)
      const rows = await Promise.all(
        lanes.map(lane =>
          lane.run<{ readonly statement: string }>(
            'SELECT statement FROM pg_prepared_statements',
            []
          )
        )
      )
      return rows.flat().map(({ statement }) => statement)
    } finally {
      await service.close()
    }
  }

  it('prepares the statements that reserve, store and settle', async () => {
    const statements = await preparedAfterStories('true')
    for (const table of ['reservations', 'stories', 'ledger_entries']) {
      expect(statements).toContainEqual(expect.stringContaining(table))
    }
  })

  it('prepares no statements when DB_PREPARED_STATEMENTS is false', async () => {
    expect(await preparedAfterStories('false')).toEqual([])
  })
})
