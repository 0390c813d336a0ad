import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Database, type Queries } from '#core/database/database.js'
import type { ShutdownHook } from '#core/lifecycle/shutdown-hooks.js'
import {
  BudgetWarnings,
  type PassedThreshold
} from '#modules/billing/budgets/budget-warnings.service.js'
import { LedgerRepository } from '#modules/billing/ledger.repository.js'
import type { LedgerEntry } from '#modules/billing/ledger-entry.js'
import { LedgerWriter } from '#modules/billing/ledger-writer/ledger-writer.service.js'
import { LeaseRenewal } from '#modules/billing/leases/lease-renewal.service.js'
import { parseSettings } from '../../../src/app.settings.js'
import { testKey, testProviderKey, testSecret } from '../fixtures/requests.js'
import { distantLimits } from './settings.js'
import { createTestDatabase, type TestDatabase } from './stores.js'

/** A ledger writer on its own database, without the service. */
export interface LedgerStore {
  readonly queries: Queries
  readonly ledger: LedgerRepository
  readonly writer: LedgerWriter
  /** Another process on the same database. */
  readonly other: LedgerWriter
  readonly leases: LeaseRenewal
  /** The thresholds that both have reported. */
  readonly passed: PassedThreshold[]
  close(): Promise<void>
}

/** @param change changes each statement of the lanes, to plant a fault */
export async function openLedgerStore(
  settings: Readonly<Record<string, string>> = {},
  change: (statement: string) => string = text => text
): Promise<LedgerStore> {
  const store = await createTestDatabase()
  const passed: PassedThreshold[] = []
  const options = { settings, change, passed }
  const first = await connect(store, options)
  const second = await connect(store, options)
  return {
    queries: first.database.queries,
    ledger: first.ledger,
    writer: first.writer,
    other: second.writer,
    leases: first.leases,
    passed,
    close: async () => {
      await Promise.all([first.close(), second.close()])
      await store.drop()
    }
  }
}

interface ConnectOptions {
  readonly settings: Readonly<Record<string, string>>
  readonly change: (statement: string) => string
  readonly passed: PassedThreshold[]
}

async function connect(store: TestDatabase, { settings: texts, change, passed }: ConnectOptions) {
  const hooks: ShutdownHook[] = []
  const metric = { set: () => undefined, observe: () => undefined }
  const metrics = { connections: metric, queryDuration: metric, budgetSpentRatio: metric }
  const log = { info: () => undefined, warn: () => undefined }
  const { database: settings, billing } = parseSettings({
    ...distantLimits,
    ...texts,
    DATABASE_URL: store.url,
    API_KEYS: testKey,
    JWT_SECRET: testSecret,
    OPENAI_API_KEY: testProviderKey
  })
  const database = new Database(
    settings,
    log as never,
    { register: () => undefined } as never,
    { register: (hook: ShutdownHook) => hooks.push(hook) } as never,
    metrics as never,
    { capacity: metric } as never
  )
  await database.onModuleInit()
  const lanes = plantFault(database, change)
  const warnings = new BudgetWarnings(billing, log as never, metrics as never)
  warnings.report = found => void passed.push(...(found ?? []))
  const ledger = new LedgerRepository(database, warnings)
  const leases = new LeaseRenewal(ledger, billing, log as never)
  const writer = new LedgerWriter(lanes, ledger, leases, warnings, metrics as never)
  const close = async (): Promise<void> => {
    for (const { work } of hooks) await work()
  }
  return { database, ledger, writer, leases, close }
}

/** The database with other statements in its lanes. */
function plantFault(database: Database, change: (statement: string) => string): Database {
  const faulty = Object.create(database) as Database
  faulty.openLane = statementMs => {
    const lane = database.openLane(statementMs)
    return { ...lane, run: (text, values) => lane.run(change(text), values) }
  }
  return faulty
}

/** An entry of an attempt that costs this much. */
export function entryOf(
  of: Pick<LedgerEntry, 'generation_id' | 'attempt_id' | 'owner' | 'credential'>,
  change: Partial<LedgerEntry>
): LedgerEntry {
  return {
    kind: 'started',
    payer: 'service',
    model: 'gpt-4o-mini',
    outcome: 'started',
    prompt_tokens: 0,
    cached_prompt_tokens: 0,
    cache_write_tokens: 0,
    completion_tokens: 0,
    reported: true,
    cost_usd: '0',
    price_table: 'test',
    request_id: randomUUID(),
    correlation_id: 'test',
    ...of,
    ...change
  }
}

export interface Contradiction {
  readonly rule: string
  readonly found: unknown
}

/** The violated invariants of the ledger; empty if all hold. */
export async function contradictions(queries: Queries): Promise<readonly Contradiction[]> {
  const { rows } = await sql<Contradiction>`
    WITH ends AS (SELECT * FROM ledger_entries WHERE kind <> 'started'),
    held AS (
      SELECT x.account, x.period, sum(usd) AS usd, sum(tokens) AS tokens
      FROM reservations r CROSS JOIN unnest(r.accounts, r.periods) AS x(account, period)
      GROUP BY 1, 2
    ),
    spent AS (
      SELECT u.account, u.period, coalesce(sum(e.cost_usd), 0) AS usd,
        coalesce(sum(e.prompt_tokens + e.completion_tokens), 0) AS tokens
      FROM budget_usage u LEFT JOIN ends e
        ON (u.account = 'global' OR e.payer = 'owner'
          AND u.account IN (e.owner, 'via:' || e.credential))
        AND u.period IN (to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
          to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM'))
      GROUP BY 1, 2
    ),
    rolled AS (
      SELECT owner, day, credential, model, payer, sum(generations) AS generations,
        sum(attempts) AS attempts, sum(prompt_tokens) AS prompt_tokens,
        sum(completion_tokens) AS completion_tokens, sum(cost_usd) AS cost_usd
      FROM usage_by_day GROUP BY 1, 2, 3, 4, 5
    ),
    counted AS (
      SELECT owner, (created_at AT TIME ZONE 'UTC')::date AS day, credential, model, payer,
        count(DISTINCT generation_id) FILTER (WHERE payer = 'owner') AS generations,
        sum(CASE kind WHEN 'refunded' THEN -1 ELSE 1 END) AS attempts,
        sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
        sum(cost_usd) AS cost_usd
      FROM ends GROUP BY 1, 2, 3, 4, 5
    ),
    months AS (
      SELECT owner, month, model, sum(attempts) AS attempts, sum(prompt_tokens) AS prompt_tokens,
        sum(completion_tokens) AS completion_tokens, sum(cost_usd) AS cost_usd,
        sum(charged_usd) AS charged_usd
      FROM usage_by_month GROUP BY 1, 2, 3
    ),
    counted_months AS (
      SELECT owner, date_trunc('month', day)::date AS month, model, sum(attempts) AS attempts,
        sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
        sum(cost_usd) AS cost_usd, sum(CASE payer WHEN 'owner' THEN cost_usd ELSE 0 END) AS charged_usd
      FROM counted GROUP BY 1, 2, 3
    ),
    days AS (
      SELECT day, model, sum(attempts) AS attempts, sum(prompt_tokens) AS prompt_tokens,
        sum(completion_tokens) AS completion_tokens, sum(cost_usd) AS cost_usd,
        sum(charged_usd) AS charged_usd
      FROM usage_of_all GROUP BY 1, 2
    ),
    counted_days AS (
      SELECT day, model, sum(attempts) AS attempts,
        sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
        sum(cost_usd) AS cost_usd, sum(CASE payer WHEN 'owner' THEN cost_usd ELSE 0 END) AS charged_usd
      FROM counted GROUP BY 1, 2
    )
    SELECT 'reserved' AS rule, to_jsonb(u) || jsonb_build_object('held', h.usd) AS found
    FROM budget_usage u LEFT JOIN held h USING (account, period)
    WHERE u.reserved_usd <> coalesce(h.usd, 0) OR u.reserved_tokens <> coalesce(h.tokens, 0)
    UNION ALL
    SELECT 'spent', to_jsonb(u) || jsonb_build_object('ends', s.usd)
    FROM budget_usage u JOIN spent s USING (account, period)
    WHERE u.spent_usd <> s.usd OR u.spent_tokens <> s.tokens
    UNION ALL
    SELECT 'an end has a start', to_jsonb(e) FROM ends e WHERE NOT EXISTS (
      SELECT 1 FROM ledger_entries s WHERE s.attempt_id = e.attempt_id AND s.kind = 'started')
    UNION ALL
    SELECT 'a start has an end or a reservation', to_jsonb(s) FROM ledger_entries s
    WHERE s.kind = 'started' AND s.attempt_id NOT IN (SELECT attempt_id FROM ends)
      AND s.generation_id NOT IN (SELECT generation_id FROM reservations)
    UNION ALL
    SELECT 'an attempt ends once', jsonb_build_object('attempt', attempt_id, 'ends', count(*))
    FROM ends GROUP BY attempt_id
    HAVING sum(CASE kind WHEN 'refunded' THEN -1 ELSE 1 END) <> 1
    UNION ALL
    SELECT 'roll-ups', to_jsonb(r) || jsonb_build_object('counted', to_jsonb(c))
    FROM rolled r FULL JOIN counted c USING (owner, day, credential, model, payer)
    WHERE r.attempts IS DISTINCT FROM c.attempts OR r.cost_usd IS DISTINCT FROM c.cost_usd
      OR r.generations IS DISTINCT FROM c.generations
      OR r.prompt_tokens IS DISTINCT FROM c.prompt_tokens
      OR r.completion_tokens IS DISTINCT FROM c.completion_tokens
    UNION ALL
    SELECT 'roll-ups of months', to_jsonb(r) || jsonb_build_object('counted', to_jsonb(c))
    FROM months r FULL JOIN counted_months c USING (owner, month, model) WHERE r IS DISTINCT FROM c
    UNION ALL
    SELECT 'roll-ups of all owners', to_jsonb(r) || jsonb_build_object('counted', to_jsonb(c))
    FROM days r FULL JOIN counted_days c USING (day, model) WHERE r IS DISTINCT FROM c`.execute(
    queries
  )
  return rows
}
