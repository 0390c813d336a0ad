import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import { batchSize, Retention } from '#core/database/retention.js'
import type { Schema } from '#core/database/schema.js'
import type { Reservation } from '#modules/billing/ledger-writer/reserve-budget-statement.js'
import { LedgerWriter } from '#modules/billing/ledger-writer/ledger-writer.service.js'
import { ExpiredReservationReaper } from '#modules/billing/leases/expired-reservation-reaper.service.js'
import { LedgerRepository } from '#modules/billing/ledger.repository.js'
import { erasedAtOnce } from '#modules/stories/library/erasure.repository.js'
import { metric } from '../../harness/assertions/metrics.js'
import { PlanWatch, withPlans } from '../../harness/assertions/query-plans.js'
import { enter } from '../../harness/fixtures/ledger-entries.js'
import { call, createStory, keyEntry, type Headers } from '../../harness/fixtures/stories.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { eventually } from '../../harness/service/instances.js'
import { entryOf } from '../../harness/service/ledger-store.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'
import { useService } from '../../harness/service/use-service.js'

const stories = 20_000
const ledgerEntries = 100_000
const auditEvents = 100_000
const keys = 20_000
/** The owners `user:0` to `user:49`; `user:0` has more than half of everything. */
const owners = 50
/** Not a multiple of what divides the other numbers, so that every owner has entries every day. */
const days = 91
const credentials = 7
const counters = 200_000
const otherRollUps = 5000
/** So long that the job, which also runs by itself, finds nothing until a test asks it to. */
const retentionDays = 3650
const limit = 20
/** Of the audit log: that of before, three months, and that of other months. */
const maxPartitions = 5
const fewRows = 40
/** Counting ends there. */
const maxCounted = 10_001

const adminKey = 'a-key-of-the-tests-that-may-do-anything'
let database: TestDatabase
let plans: PlanWatch
beforeAll(async () => {
  plans = new PlanWatch()
  database = await createTestDatabase()
})
afterAll(async () => {
  await database.drop()
  plans.stop()
})
const service = useService(() => ({
  DATABASE_URL: withPlans(database.url),
  API_KEYS: JSON.stringify([
    keyEntry('backend', testKey, ['stories', 'act-as']),
    keyEntry('admin', adminKey, ['admin'])
  ]),
  BUDGET_DAILY_USD: '1000',
  BUDGET_MONTHLY_USD: '1000',
  BUDGET_GLOBAL_DAILY_USD: '100000',
  // Plans with rows cost time, which is no matter of this file.
  DB_TIMEOUT_FACTOR: '20',
  RETENTION_DAYS: String(retentionDays),
  LEDGER_RETENTION_DAYS: String(retentionDays),
  AUDIT_RETENTION_DAYS: String(retentionDays)
}))

const admin: Headers = { 'X-API-Key': adminKey }
const large: Headers = { 'X-API-Key': testKey, 'X-User-ID': '0' }
const small: Headers = { 'X-API-Key': testKey, 'X-User-ID': '8' }

/** Tables without a bound on their size, and their maximum number of rows that a call may read. */
type Bounds = Partial<Record<keyof Schema, number>>
const growing: readonly (keyof Schema)[] = [
  'stories',
  'ledger_entries',
  'audit_events',
  'usage_by_day',
  'usage_by_month',
  'usage_of_all',
  'budget_usage',
  'idempotency_keys'
]
/** The tables whose rows are older than the retention of this service. */
const retained = growing.filter(table => table !== 'budget_usage')

beforeAll(async () => {
  const { queries } = service.app.get(Database)
  const owner = sql.raw(`'user:' || CASE WHEN n % 5 < 3 THEN 0 ELSE n % ${owners} END`)
  const time = sql.raw(`now() - make_interval(mins => n) * (${days} * 1440.0 / ${stories})`)
  await sql`
    INSERT INTO stories (id, owner, title, content, summary, tags, language, audience, genre, tone,
      keywords, keywords_used, keywords_missing, word_count, model, cached, prompt_tokens,
      completion_tokens, cost_usd, prompt_version, created_at)
    SELECT gen_random_uuid(), ${owner}, 'Title ' || n % 100, 'Once.', '', '{}', 'en', 'general',
      'fable', 'neutral', '{fox}', '{fox}', '{}', n % 100, 'gpt-4o-mini', false, 1, 1, 0, 'test', ${time}
    FROM generate_series(1, ${stories}) n`.execute(queries)
  await sql`
    INSERT INTO ledger_entries (kind, attempt_id, generation_id, owner, credential, payer, model,
      outcome, prompt_tokens, cached_prompt_tokens, cache_write_tokens, completion_tokens, reported,
      cost_usd, price_table, request_id, correlation_id, created_at)
    SELECT kind, attempt_id, generation_id, ${owner}, 'key:' || n % ${credentials}, 'owner', 'gpt-4o-mini', kind, 1,
      0, 0, 1, true, 0.001, 'test', '', '', now() - make_interval(days => n % ${days})
    FROM (
      SELECT n, gen_random_uuid() AS attempt_id, gen_random_uuid() AS generation_id
      FROM generate_series(1, ${ledgerEntries / 2}) n OFFSET 0
    ) attempts, unnest('{started,settled}'::text[]) kind`.execute(queries)
  // Half of them are of the next months, so that they are in several partitions.
  await sql`
    INSERT INTO audit_events (at, action, actor_kind, actor, owner, target, address, request_id,
      correlation_id, details)
    SELECT ${time} + make_interval(days => n % 2 * 90), CASE WHEN n % 1000 = 0 THEN 'budget_set' ELSE 'story_generated' END, 'user',
      CASE WHEN n % 5 < 3 THEN 0 ELSE n % ${owners} END, ${owner}, '', '', '', '', '{}'
    FROM generate_series(1, ${auditEvents}) n`.execute(queries)
  await sql`
    INSERT INTO idempotency_keys
      (owner, route, key, fingerprint, claim_id, state, lease_until, expires_at)
    SELECT ${owner}, 'stories', n::text, '', gen_random_uuid(), 'done', now(),
      now() + make_interval(days => 1 + n / 100)
    FROM generate_series(1, ${keys}) n`.execute(queries)
  // As many accounts as make PostgreSQL read the whole table where a statement lets it choose.
  await sql`
    INSERT INTO budget_usage (account, period)
    SELECT 'user:' || n % 2000, to_char(now() - make_interval(days => 1 + n / 2000), 'YYYY-MM-DD')
    FROM generate_series(0, ${counters} - 1) n`.execute(queries)
  for (const [table, keysOfRow] of Object.entries({
    usage_by_month: sql`'user:' || n, '2101-01-01'::date`,
    usage_of_all: sql`'2101-01-01'::date + n`
  })) {
    await sql`INSERT INTO ${sql.table(table)}
      SELECT ${keysOfRow}, 'gpt-4o-mini', 0, 1, 1, 1, 1, 1 FROM generate_series(1, ${otherRollUps}) n`.execute(
      queries
    )
  }
  // Statistics that change while the tests run would change plans.
  await sql`DO $$ DECLARE found regclass; BEGIN
    FOR found IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', found); END LOOP;
  END $$`.execute(queries)
  await sql`VACUUM ANALYZE`.execute(queries)
})

/** Adds up what the statements of the work read of the growing tables. */
async function expectReads(work: () => Promise<unknown>, bounds: Bounds): Promise<void> {
  const total: Record<string, number> = Object.fromEntries(growing.map(table => [table, 0]))
  for (const { table, rows, isSequential, text } of await plans.during(work)) {
    if (!(table in total)) continue
    const isSlow = isSequential && rows > fewRows
    expect({ table, isSlow, text }).toMatchObject({ isSlow: false })
    total[table] = (total[table] ?? 0) + rows
  }
  const isWrong = ([table, rows]: readonly [string, number]): boolean => {
    const bound = bounds[table as keyof Schema]
    return bound === undefined ? rows > 0 : rows === 0 || rows > bound
  }
  expect({ wrong: Object.entries(total).filter(isWrong), total }).toMatchObject({ wrong: [] })
}

/** The first reservation of an owner on a new day and month. */
function reservationOf(owner: string): Reservation {
  const generationId = randomUUID()
  return {
    generationId,
    owner,
    credential: owner,
    isFirst: true,
    accounts: [
      { scope: 'owner', account: owner, budget: { dailyUsd: '10', monthlyUsd: '100' } },
      { scope: 'global', account: 'global', budget: { dailyUsd: '100000' } }
    ],
    total: { cost: 1_000_000n, tokens: 2 },
    share: 1,
    attempts: [],
    leaseSeconds: 60,
    entry: entryOf(
      { generation_id: generationId, attempt_id: randomUUID(), owner, credential: owner },
      {}
    )
  }
}

async function get(path: string, headers: Headers) {
  const { status, body } = await call(service, 'get', `/api/v1/${path}`, headers)
  expect({ path, status, body }).toMatchObject({ status: 200 })
  return body.data
}

/**
 * Rows that a page may read: one more shows whether another follows, and one of each partition which is the next. A
 * partition with a few rows is read as a whole.
 */
function mostOfPage(table: keyof Schema): number {
  return limit + 1 + (table === 'audit_events' ? maxPartitions + fewRows : 0)
}

describe('With 20,000 stories, 100,000 ledger entries and 100,000 audit events', () => {
  const sorts = ['createdAt', 'title', 'wordCount'].flatMap(sortBy =>
    ['ASC', 'DESC'].map(sortOrder => `sortBy=${sortBy}&sortOrder=${sortOrder}`)
  )
  const filters = ['', 'owner=user:0', 'owner=user:8', 'actor=0', 'actor=8', 'action=budget_set']
  const lists: readonly (readonly [path: string, Headers, table: keyof Schema])[] = [
    ...sorts.map(sort => [`stories?limit=${limit}&${sort}`, large, 'stories'] as const),
    [`stories?limit=${limit}`, small, 'stories'],
    ...filters.map(
      filter => [`admin/audit?limit=${limit}&${filter}`, admin, 'audit_events'] as const
    )
  ]

  it.each(lists)('the first page of %s reads its rows, and counts to the limit', async (...of) => {
    const [path, headers, table] = of
    await expectReads(() => get(path, headers), { [table]: maxCounted + mostOfPage(table) })
  })

  it.each(lists)(
    'a page of %s far from the first one, by cursor, reads its rows',
    async (...of) => {
      const [path, headers, table] = of
      const { pagination } = await get(`${path}&page=4`, headers)
      const next = `${path}&cursor=${pagination.nextCursor}`
      await expectReads(() => get(next, headers), { [table]: mostOfPage(table) })
    }
  )

  it('the total of a longer list is a lower bound', async () => {
    const { total, pagination } = await get('stories?limit=1&page=11000', large)
    expect({ total, ...pagination }).toMatchObject({
      page: 11_000,
      total: 10_000,
      totalPages: 10_000,
      totalIsLowerBound: true,
      nextCursor: expect.any(String)
    })
  })

  it('a filtered list reads only stories of its owner', async () => {
    const path = 'stories?genre=novel&tone=dark&audience=teen&language=fr'
    const ofOwner = (await get('stories?limit=1', small)).total
    expect(ofOwner).toBe(stories / owners)
    await expectReads(() => get(path, small), { stories: 3 * ofOwner })
  })

  // To count, to find, and to know where the next page begins.
  const filtered: readonly (readonly [path: string, bound: number])[] = [
    ...sorts.map(sort => [`stories?genre=novel&${sort}`, 3 * maxCounted] as const),
    [`stories?keyword=owl`, 3 * 1001],
    [`stories?genre=fable`, maxCounted + 2 * (limit + 1)]
  ]

  it.each(filtered)(
    '%s of a large owner examines a limited number of stories',
    async (path, bound) => {
      await expectReads(() => get(path, large), { stories: bound })
    }
  )

  it('pages of a filter that few match are short, and lead to each match once', async () => {
    const { queries } = service.app.get(Database)
    const rare = sql`ARRAY['a rare owl']`
    await sql`UPDATE stories SET keywords = ${rare} WHERE id IN (
      (SELECT id FROM stories WHERE owner = 'user:0' ORDER BY created_at LIMIT 1) UNION ALL
      (SELECT id FROM stories WHERE owner = 'user:0' ORDER BY created_at DESC LIMIT 1)
    )`.execute(queries)
    const path = 'stories?limit=1&keyword=a%20rare%20owl'
    const first = await get(path, large)
    expect(first).toMatchObject({ total: 1, pagination: { totalIsLowerBound: true } })
    const found = [first.results]
    for (let { nextCursor } = first.pagination; nextCursor !== null;) {
      const page = await get(`${path}&cursor=${nextCursor}`, large)
      found.push(page.results)
      ;({ nextCursor } = page.pagination)
    }
    expect(found.length).toBeGreaterThan(2)
    expect(found.at(-1)).toHaveLength(1)
    expect(found.flat()).toHaveLength(2)
  })

  it('a batch of an export reads its stories', async () => {
    const path = 'admin/owners/user:0/export'
    const { nextCursor } = await get(path, admin)
    await expectReads(() => get(path, admin), { stories: 101 })
    await expectReads(() => get(`${path}?cursor=${nextCursor}`, admin), { stories: 101 })
  })

  it('the tree of a story reads its revisions, and is deleted by their keys', async () => {
    const { queries } = service.app.get(Database)
    const { results } = await get('stories?limit=4', small)
    const ids = results.map(({ id }: { id: string }) => id)
    // A chain: each one is a revision of the one before.
    for (const [index, id] of ids.slice(1).entries()) {
      await sql`UPDATE stories SET parent_id = ${ids[index]}, revision = '{"kind":"tone"}'
        WHERE id = ${id}`.execute(queries)
    }
    await sql`ANALYZE stories`.execute(queries)
    const path = `stories/${ids[0]}`
    // A bitmap scan counts a row twice, and one of a loop rounds up.
    await expectReads(() => get(`${path}/revisions`, small), { stories: 3 * ids.length })
    await expectReads(() => get(`${path}/diff?to=${ids[1]}`, small), { stories: 2 })
    const tree = `/api/v1/${path}?revisions=true`
    await expectReads(() => call(service, 'delete', tree, small).expect(204), {
      stories: 4 * ids.length
    })
  })

  it('a story is read and deleted by its key', async () => {
    const { results } = await get('stories?limit=1', small)
    const path = `/api/v1/stories/${results[0].id}`
    await expectReads(() => call(service, 'get', path, small).expect(200), { stories: 1 })
    await expectReads(() => call(service, 'delete', path, small).expect(204), { stories: 1 })
  })

  it('an owner’s usage and budget are read from the roll-ups of the owner', async () => {
    // A roll-up for each day and credential.
    const ofOwner = days * credentials
    await expectReads(() => get('usage', small), { usage_by_day: 3 * ofOwner })
    await expectReads(() => get('admin/budgets/user:8', admin), { usage_by_day: 2 * ofOwner })
  })

  const day = (before: number): string =>
    new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)

  const ofAllOwners = owners * credentials

  it('a report of one day by owner reads the roll-ups of that day', async () => {
    const path = `admin/usage?from=${day(1)}&to=${day(1)}&limit=1&groupBy=owner`
    await expectReads(() => get(path, admin), { usage_by_day: ofAllOwners })
  })

  it('a longer report by owner reads whole months, and days that are added or subtracted', async () => {
    const now = new Date()
    const second = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 2))
    const from = second.toISOString().slice(0, 10)
    const path = `admin/usage?from=${from}&to=${day(1)}&limit=1&groupBy=owner`
    await expectReads(() => get(path, admin), {
      usage_by_month: 2 * owners,
      usage_by_day: 17 * ofAllOwners
    })
  })

  it.each(['model', 'day'])('a report by %s reads the roll-ups of all owners', async by => {
    const path = `admin/usage?from=${day(days)}&to=${day(1)}&limit=1&groupBy=${by}`
    await expectReads(() => get(path, admin), { usage_of_all: days })
  })

  it('a new story and its replay read rows by their keys', async () => {
    // The ends look up their starts; the new accounts are opened from the roll-ups.
    const perStory = {
      ledger_entries: 8,
      idempotency_keys: 4,
      usage_by_day: 2 * days * credentials,
      usage_of_all: 2,
      budget_usage: 30
    }
    const headers = { ...small, 'Idempotency-Key': randomUUID() }
    const create = () => createStory(service, headers).expect(201)
    const measured = () =>
      metric(service.url, 'jiraiya_story_indicators_total', { result: 'computed' })
    const createAndMeasure = async () => {
      const before = await measured()
      await create()
      await eventually(async () => (await measured()) > before)
    }
    // The indicators compare a story with the owner's last 20.
    await expectReads(createAndMeasure, { ...perStory, stories: 25 })
    await expectReads(create, { stories: 2, idempotency_keys: 2 })
  })

  it('a new day and month of 1,000 owners at once is opened from their own roll-ups', async () => {
    const writer = service.app.get(LedgerWriter)
    const all = Array.from({ length: 1000 }, (_, n) => reservationOf(`user:${n}`))
    const reserve = async () => {
      const reserved = await Promise.all(all.map(one => writer.reserve(one)))
      expect(reserved.filter(one => !('day' in one))).toEqual([])
    }
    await expectReads(reserve, {
      // Those of the 50 owners that have any.
      usage_by_day: 2 * owners * days * credentials,
      // A row for each period; when it is missing, when it is opened and when it is counted.
      budget_usage: 4 * 2 * all.length
    })
  })

  it('expired reservations are settled by their keys', async () => {
    // Otherwise its timer may settle the reservation first.
    await service.app.get(ExpiredReservationReaper).onModuleDestroy()
    const generation_id = randomUUID()
    await enter(service.app, { kind: 'started', generation_id })
    await sql`
      INSERT INTO reservations (generation_id, owner, accounts, periods, usd, tokens, lease_until)
      VALUES (${generation_id}, 'user:8', '{}', '{}', 0, 0, now() - interval '1 minute')`.execute(
      service.app.get(Database).queries
    )
    const settle = () => service.app.get(LedgerRepository).settleExpired()
    await expectReads(settle, { ledger_entries: 4 })
  })

  it('the retention job finds old rows by indexes', async () => {
    const later = new Date(Date.now() + (retentionDays - 60) * 86_400_000)
    let removed: Awaited<ReturnType<Retention['run']>> = {}
    const reads = await plans.during(async () => {
      removed = await service.app.get(Retention).run(later)
    })
    for (const table of retained) expect(removed[table]).toBeGreaterThan(0)
    const ofGrowing = reads.filter(({ table }) => growing.includes(table as keyof Schema))
    expect(ofGrowing.filter(({ isSequential }) => isSequential)).toEqual([])
    // An attempt has two entries.
    expect(ofGrowing.filter(({ rows }) => rows > 2 * batchSize)).toEqual([])
  })

  it('an owner is erased in transactions of at most 500 stories', async () => {
    const count = sql<{ readonly count: number }>`
      SELECT count(*)::integer AS count FROM stories WHERE owner = 'user:0'`
    const { queries } = service.app.get(Database)
    const before = (await count.execute(queries)).rows[0]?.count ?? 0
    const reads = await plans.during(async () => {
      const path = '/api/v1/admin/owners/user:0'
      const { body } = await call(service, 'delete', path, admin).expect(200)
      expect(body.data.storiesDeleted).toBe(before)
    })
    const ofGrowing = reads.filter(({ table }) => growing.includes(table as keyof Schema))
    expect(ofGrowing.filter(({ isSequential }) => isSequential)).toEqual([])
    // PostgreSQL sorts what is left once it is little, instead of reading it in order.
    expect(ofGrowing.filter(({ rows }) => rows > 4 * erasedAtOnce)).toEqual([])
    expect((await count.execute(queries)).rows[0]?.count).toBe(0)
    const { results } = await get('admin/audit?action=owner_erased&limit=100', admin)
    const erased = results.map((one: { details: { storiesDeleted: number } }) => one.details)
    expect(erased.length).toBeGreaterThanOrEqual(before / erasedAtOnce)
    const sum = erased.reduce(
      (all: number, { storiesDeleted }: { storiesDeleted: number }) => all + storiesDeleted,
      0
    )
    expect(sum).toBe(before)
  })
})
