import { Kysely, PostgresDialect, sql } from 'kysely'
import { Database } from '#core/database/database.js'
import { migrate } from '#core/database/migrations/migrate.js'
import { schemaSteps } from '#core/database/migrations/migrations.js'
import { Retention } from '#core/database/retention.js'
import type { Schema } from '#core/database/schema.js'
import { createTestDatabase, openPool, type TestDatabase } from '../../harness/service/stores.js'
import { useService } from '../../harness/service/use-service.js'

const dayMs = 86_400_000
const before = Object.fromEntries(
  Object.entries(schemaSteps).filter(([name]) => name < '0015-audit-partitions')
)

async function append(queries: Kysely<Schema>, at: Date | undefined): Promise<void> {
  const common = { actor_kind: 'user', actor: 'x', owner: 'user:x', target: '', address: '' }
  const ids = { request_id: '', correlation_id: '' }
  const event = { action: 'budget_set', ...common, ...ids, details: '{}' }
  await queries
    .insertInto('audit_events')
    .values({ ...event, ...(at && { at }) })
    .execute()
}

/** The number of events in each partition that has some. */
async function countsOf(queries: Kysely<Schema>): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ readonly name: string; readonly count: number }>`
    SELECT tableoid::regclass::text AS name, count(*)::integer AS count
    FROM audit_events GROUP BY 1`.execute(queries)
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

/** The first day of the month (UTC) that is this number of months after the current one. */
function monthAfter(months: number): Date {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months))
}

const partitionOf = (month: Date): string =>
  `audit_events_${month.toISOString().slice(0, 7).replace('-', '_')}`

describe('The migration to partitions', () => {
  let database: TestDatabase
  let queries: Kysely<Schema>
  beforeEach(async () => {
    database = await createTestDatabase()
    const pool = openPool(database.url, 3)
    queries = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
    await migrate(queries, before)
  })
  afterEach(async () => {
    await queries.destroy()
    await database.drop()
  })

  it('keeps all events of a filled table, and those that are written meanwhile', async () => {
    await sql`INSERT INTO audit_events (at, action, actor_kind, actor, owner, target, address, request_id,
      correlation_id, details) SELECT now() - make_interval(hours => n), '', '', '', '', '', '', '', '', '{}'
      FROM generate_series(1, 20000) n`.execute(queries)
    const over = new AbortController()
    let written = 0
    const writing = (async () => {
      while (!over.signal.aborted) {
        await append(queries, undefined)
        written++
      }
    })()
    const { migrated } = await migrate(queries)
    expect(migrated).toContain('0015-audit-partitions')
    over.abort()
    await writing
    expect(await countsOf(queries)).toEqual({ audit_events_first: 20_000 + written })
    const { rows } = await sql`SELECT id FROM audit_events GROUP BY id HAVING count(*) > 1`.execute(
      queries
    )
    expect(rows).toEqual([])
  })

  it('runs again after it failed in between', async () => {
    await schemaSteps['0015-audit-partitions']?.prepare?.(queries)
    await append(queries, undefined)
    await migrate(queries)
    expect(await countsOf(queries)).toEqual({ audit_events_first: 1 })
  })
})

describe('The partitions of the audit log', () => {
  const service = useService({ AUDIT_RETENTION_DAYS: '30' })
  const queries = (): Kysely<Schema> => service.app.get(Database).queries

  it('receive the events of their months, also those of months without one', async () => {
    const month = monthAfter(3)
    await append(queries(), undefined)
    await append(queries(), month)
    await append(queries(), monthAfter(100))
    expect(await countsOf(queries())).toEqual({
      audit_events_first: 1,
      [partitionOf(month)]: 1,
      audit_events_other: 1
    })
  })

  it('are dropped when all their events are older than the configured days', async () => {
    const month = monthAfter(-6)
    await sql`ALTER TABLE audit_events DETACH PARTITION audit_events_first`.execute(queries())
    await sql`SELECT add_audit_partition(${month.toISOString().slice(0, 10)})`.execute(queries())
    await append(queries(), month)
    await append(queries(), new Date(month.getTime() + dayMs))
    const run = (daysLater: number): ReturnType<Retention['run']> =>
      service.app.get(Retention).run(new Date(monthAfter(-5).getTime() + daysLater * dayMs))
    expect(await run(29)).toMatchObject({ audit_events: 0 })
    expect(await countsOf(queries())).toMatchObject({ [partitionOf(month)]: 2 })
    expect(await run(30)).toMatchObject({ audit_events: 2 })
    expect(await countsOf(queries())).not.toHaveProperty(partitionOf(month))
  })
})
