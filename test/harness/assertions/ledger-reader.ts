import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import { priceTable } from '#modules/billing/prices/price-table.js'
import type { Service } from '../service/service.js'

export interface BookedAttempt {
  readonly kind: string
  readonly payer: string
  readonly outcome: string
  readonly owner: string
  readonly model: string
  readonly tokens: number
  readonly cost: string
  readonly reported: boolean
}

export interface Account {
  readonly account: string
  readonly period: string
  readonly spent: string
  readonly spentTokens: number
  readonly reserved: string
  readonly reservedTokens: number
}

/** The ledger of a service, read from its database instead of its API. */
export class LedgerReader {
  constructor(private readonly app: () => Service['app']) {}

  /** Every entry, oldest first. */
  async entries(): Promise<readonly BookedAttempt[]> {
    const { rows } = await sql<BookedAttempt>`
      SELECT kind, payer, outcome, owner, model, prompt_tokens + completion_tokens AS tokens,
        trim_scale(cost_usd)::text AS cost, reported
      FROM ledger_entries ORDER BY id`.execute(this.queries)
    return rows
  }

  async kinds(): Promise<readonly string[]> {
    return (await this.entries()).map(({ kind }) => kind)
  }

  async accounts(): Promise<readonly Account[]> {
    const { rows } = await sql<Account>`
      SELECT account, period, trim_scale(spent_usd)::text AS spent,
        spent_tokens::integer AS "spentTokens", trim_scale(reserved_usd)::text AS reserved,
        reserved_tokens::integer AS "reservedTokens"
      FROM budget_usage ORDER BY account, period`.execute(this.queries)
    return rows
  }

  async reservations(): Promise<number> {
    return this.count('reservations')
  }

  async stories(): Promise<number> {
    return this.count('stories')
  }

  /** Tokens and US dollars of all attempts that ended, for every payer. */
  async ended(): Promise<{ readonly tokens: number; readonly cost: number }> {
    const { rows } = await sql<{ readonly tokens: number; readonly cost: number }>`
      SELECT coalesce(sum(prompt_tokens + completion_tokens), 0)::integer AS tokens,
        coalesce(sum(cost_usd), 0)::float AS cost
      FROM ledger_entries WHERE kind <> 'started'`.execute(this.queries)
    return rows[0] ?? { tokens: 0, cost: 0 }
  }

  /**
   * Whether counters and roll-ups say what the entries say: for each owner what is charged to them, and
   * that nothing stays reserved.
   */
  async disagreements(): Promise<readonly unknown[]> {
    const { rows } = await sql`
      WITH charged AS (
        SELECT owner AS account, sum(cost_usd) AS usd, sum(prompt_tokens + completion_tokens) AS tokens
        FROM ledger_entries WHERE kind <> 'started' AND payer = 'owner' GROUP BY owner
      )
      SELECT u.*, c.usd, c.tokens FROM budget_usage u
      LEFT JOIN charged c ON c.account = u.account
      WHERE u.account NOT LIKE 'via:%' AND u.account <> 'global' AND (
        u.reserved_usd <> 0 OR u.reserved_tokens <> 0
        OR u.spent_usd <> coalesce(c.usd, 0) OR u.spent_tokens <> coalesce(c.tokens, 0)
      )`.execute(this.queries)
    const { rows: rolledUp } = await sql`
      WITH ended AS (
        SELECT owner, payer, sum(cost_usd) AS usd, sum(prompt_tokens + completion_tokens) AS tokens
        FROM ledger_entries WHERE kind <> 'started' GROUP BY owner, payer
      ),
      rolled AS (
        SELECT owner, payer, sum(cost_usd) AS usd, sum(prompt_tokens + completion_tokens) AS tokens
        FROM usage_by_day GROUP BY owner, payer
      )
      SELECT * FROM ended e FULL JOIN rolled r USING (owner, payer)
      WHERE e.usd IS DISTINCT FROM r.usd OR e.tokens IS DISTINCT FROM r.tokens`.execute(
      this.queries
    )
    return [...rows, ...rolledUp]
  }

  /** Makes all leases expire. */
  async endLeases(): Promise<void> {
    await sql`UPDATE reservations SET lease_until = now() - interval '1 s'`.execute(this.queries)
  }

  /** Empties all tables, for the next test. */
  async clear(): Promise<void> {
    await sql`ALTER TABLE ledger_entries DISABLE TRIGGER USER`.execute(this.queries)
    await sql`TRUNCATE ledger_entries, usage_by_day, usage_by_month, usage_of_all, reservations, budget_usage, budgets,
      idempotency_keys, stories`.execute(this.queries)
    await sql`ALTER TABLE ledger_entries ENABLE TRIGGER USER`.execute(this.queries)
  }

  private get queries(): Database['queries'] {
    return this.app().get(Database).queries
  }

  private async count(table: string): Promise<number> {
    const { rows } = await sql<{ readonly rows: number }>`
      SELECT count(*)::integer AS rows FROM ${sql.table(table)}`.execute(this.queries)
    return rows[0]?.rows ?? 0
  }
}

/** What the provider would bill for these tokens of a model, by the shipped table. */
export function priceOf(
  model: string,
  { prompt, completion }: { readonly prompt: number; readonly completion: number }
): number {
  const { input, output } = priceTable.models[model] ?? { input: NaN, output: NaN }
  return (prompt * input + completion * output) / 1e6
}
