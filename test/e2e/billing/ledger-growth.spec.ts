import { sql, type Kysely } from 'kysely'
import { BudgetRepository } from '#modules/billing/budgets/budget.repository.js'
import { UsageRepository } from '#modules/billing/usage.repository.js'
import { up as addUsageOfBefore } from '#core/database/migrations/steps/0010-usage-by-month-of-before.js'
import {
  contradictions,
  openLedgerStore,
  type LedgerStore
} from '../../harness/service/ledger-store.js'

const owners = 50
const days = 20
const entriesADay = 20

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

/** 20,000 ends of 50 owners this month and the month before, which roll up to 1,000 rows. */
describe('With many entries in the ledger', () => {
  let store: LedgerStore
  beforeAll(async () => {
    store = await openLedgerStore()
    await sql`
      INSERT INTO ledger_entries (kind, attempt_id, generation_id, owner, credential, payer, model,
        outcome, prompt_tokens, cached_prompt_tokens, cache_write_tokens, completion_tokens,
        reported, cost_usd, price_table, request_id, correlation_id, created_at)
      SELECT 'settled', gen_random_uuid(), gen_random_uuid(), 'user:' || o, 'key:k', 'owner',
        'gpt-4o-mini', 'ok', 1, 0, 0, 1, true, 0.001, 'test', '', '', now() - make_interval(days => d)
      FROM generate_series(1, ${owners}) o, generate_series(0, ${days - 1}) d,
        generate_series(1, ${entriesADay})`.execute(store.queries)
    await sql`ANALYZE`.execute(store.queries)
  })
  afterAll(() => store.close())

  /** The number of rows that a query reads, by table. */
  async function rowsRead(query: string): Promise<Readonly<Record<string, number>>> {
    const { rows } = await sql<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>`
      EXPLAIN (ANALYZE, FORMAT JSON) ${sql.raw(query)}`.execute(store.queries)
    const read: Record<string, number> = {}
    const visit = (plan: Plan): void => {
      const table = plan['Relation Name']
      if (table !== undefined) {
        const each = plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)
        read[table] = (read[table] ?? 0) + each * plan['Actual Loops']
      }
      for (const child of plan.Plans ?? []) visit(child)
    }
    for (const { Plan: plan } of rows[0]?.['QUERY PLAN'] ?? []) visit(plan)
    return read
  }

  it('an account is opened from the roll-ups of its own days', async () => {
    const read = await rowsRead(`SELECT usd, tokens FROM usage_of_account('user:7',
      (now() - interval '9 days')::date, (now() + interval '1 day')::date)`)
    expect(read['ledger_entries']).toBeUndefined()
    const { rows } = await sql<{ readonly plan: string }>`
      SELECT prosrc AS plan FROM pg_proc WHERE proname = 'usage_of_account'`.execute(store.queries)
    expect(rows[0]?.plan).not.toContain('ledger_entries')
  })

  it('a report reads at most one row for each owner, model and day', async () => {
    const read = await rowsRead(`SELECT owner, sum(cost_usd) FROM usage_by_day
      WHERE day >= (now() - interval '9 days')::date GROUP BY owner`)
    expect(Object.keys(read)).toEqual(['usage_by_day'])
    expect(read['usage_by_day']).toBeLessThanOrEqual(owners * days)
  })

  it('the usage of one owner reads only the rows of that owner', async () => {
    const read = await rowsRead(`SELECT sum(cost_usd) FROM usage_by_day WHERE owner = 'user:7'
      AND day >= (now() - interval '9 days')::date AND payer = 'owner'`)
    expect(read).toEqual({ usage_by_day: 10 })
  })

  it('the attempts of a generation are found by an index', async () => {
    const { rows } = await sql<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>`
      EXPLAIN (FORMAT JSON) SELECT * FROM ledger_entries
      WHERE generation_id = gen_random_uuid() AND kind = 'started'`.execute(store.queries)
    expect(JSON.stringify(rows)).toContain('ledger_of_generation')
  })

  it('roll-ups have the same totals as the entries', async () => {
    const database = { queries: store.queries } as ConstructorParameters<typeof UsageRepository>[0]
    const to = new Date(new Date(new Date().toISOString().slice(0, 10)).getTime() + 86_400_000)
    const from = new Date(to.getTime() - days * 86_400_000)
    const { totals, groups } = await new UsageRepository(database).booked({ from, to }, 'owner', {
      offset: 0,
      limit: 1
    })
    expect(groups.size).toEqual({ total: owners, isLowerBound: false })
    expect(totals).toMatchObject({
      attempts: owners * days * entriesADay,
      totalTokens: 2 * owners * days * entriesADay,
      costUsd: (owners * days * entriesADay) / 1000
    })
  })

  it('a migration adds what the days have more than months and all owners', async () => {
    const { queries } = store
    await sql`DELETE FROM usage_by_month WHERE month = date_trunc('month', now())`.execute(queries)
    await sql`DELETE FROM usage_of_all WHERE day < current_date`.execute(queries)
    expect(await rollUpFaults()).not.toEqual([])
    await addUsageOfBefore(queries as unknown as Kysely<unknown>)
    expect(await rollUpFaults()).toEqual([])
    await addUsageOfBefore(queries as unknown as Kysely<unknown>)
    expect(await rollUpFaults()).toEqual([])
  })

  async function rollUpFaults(): Promise<readonly unknown[]> {
    const found = await contradictions(store.queries)
    return found.filter(({ rule }) => rule.startsWith('roll-ups'))
  }

  it('a budget that was never checked shows the totals of the roll-ups', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const usage = await new BudgetRepository().usage(store.queries, ['user:7', 'global'], [today])
    expect(usage.map(({ account, usd }) => [account, Number(usd.spent)])).toEqual([
      ['user:7', entriesADay / 1000],
      ['global', (owners * entriesADay) / 1000]
    ])
  })
})
