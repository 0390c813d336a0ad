import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool } from 'pg'
import { createTestDatabase, type TestDatabase } from '../harness/stores.js'
import { ObservedPool } from '../../src/core/database/observed-pool.js'
import { PreparedStatements } from '../../src/core/database/prepared-statements.js'

interface Tables {
  readonly kept: { readonly id: number; readonly text: string }
}

describe('Statements on a pool of one connection', () => {
  let store: TestDatabase
  let database: Kysely<Tables>
  beforeEach(async () => {
    store = await createTestDatabase()
    const pool = new Pool({ connectionString: store.url, max: 1 })
    database = new Kysely<Tables>({
      dialect: new PostgresDialect({
        pool: new ObservedPool(pool, () => undefined, new PreparedStatements())
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

  it('are prepared once where they write, whatever they write', async () => {
    await keep(1)
    await keep(2)
    expect(await prepared()).toEqual([expect.stringMatching(/^insert into "kept"/)])
  })

  it('are not prepared where they read, so that a table may get another column', async () => {
    await keep(1)
    const all = () => database.selectFrom('kept').selectAll().where('id', '=', 1).execute()
    expect(await all()).toEqual([{ id: 1, text: 'a fox' }])
    await sql`ALTER TABLE kept ADD COLUMN added integer DEFAULT 7`.execute(database)
    expect(await all()).toEqual([{ id: 1, text: 'a fox', added: 7 }])
    await expect(keep(2)).resolves.toEqual([{ id: 2 }])
  })

  it('are prepared a hundred at the most', async () => {
    for (let count = 1; count <= 120; count++) {
      const values = Array.from({ length: count }, (_, id) => ({ id, text: 'a fox' }))
      await database.insertInto('kept').values(values).execute()
    }
    expect(await prepared()).toHaveLength(100)
  })

  it('that fail once are not broken for good', async () => {
    await expect(
      sql`INSERT INTO kept (id) VALUES (${'no number'})`.execute(database)
    ).rejects.toThrow()
    await expect(sql`INSERT INTO kept (id) VALUES (${3})`.execute(database)).resolves.toBeDefined()
  })
})
