import { Injectable } from '@nestjs/common'
import { sql, type Insertable } from 'kysely'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import type { LedgerEntryRow } from './tables.js'

export type LedgerEntry = Insertable<LedgerEntryRow>

/** The rows of budget_usage that hold a reservation, pairwise. */
export interface ReservedOn {
  readonly accounts: readonly string[]
  readonly periods: readonly string[]
}

/** As the database adds it up. */
export interface Sum {
  /** US dollars, decimal. */
  readonly usd: string
  readonly tokens: string
}

export const nothing: Sum = { usd: '0', tokens: '0' }

/** The books after an attempt: entries are appended, counters follow in the same transaction. */
@Injectable()
export class LedgerRepository {
  constructor(private readonly database: Database) {}

  /** Appends entries without a reservation; gives those that were new. */
  async append(
    transaction: DatabaseTransaction,
    entries: readonly LedgerEntry[]
  ): Promise<readonly LedgerEntry[]> {
    if (entries.length === 0) return []
    const rows = await transaction
      .insertInto('ledger_entries')
      .values([...entries])
      .onConflict(conflict => conflict.columns(['attempt_id', 'kind']).doNothing())
      .returning(['attempt_id'])
      .execute()
    const fresh = new Set(rows.map(({ attempt_id }) => attempt_id))
    return entries.filter(entry => fresh.has(entry.attempt_id))
  }

  /**
   * Enters how its attempts ended, gives the reservation back and moves the counters. One statement, so
   * that the rows that every generation counts on are not locked while we are on our way.
   *
   * @returns false, and nothing is done, where the reservation has ended already
   */
  async settle(
    transaction: DatabaseTransaction,
    generationId: string,
    ends: readonly LedgerEntry[]
  ): Promise<boolean> {
    const columns = sql.join(Object.keys(ends[0] ?? {}).map(name => sql.ref(name)))
    const { rows } = await sql`
      WITH taken AS (
        DELETE FROM reservations WHERE generation_id = ${generationId}::uuid
        RETURNING accounts, periods, usd, tokens
      ),
      ended AS (
        INSERT INTO ledger_entries (${columns})
        SELECT ${columns}
        FROM taken, jsonb_populate_recordset(NULL::ledger_entries, ${JSON.stringify(ends)}::jsonb)
        ON CONFLICT (attempt_id, kind) DO NOTHING
        RETURNING payer, cost_usd AS usd, prompt_tokens + completion_tokens AS tokens
      ),
      spent AS (
        SELECT coalesce(sum(usd), 0) AS usd, coalesce(sum(tokens), 0) AS tokens,
          coalesce(sum(usd) FILTER (WHERE payer = 'owner'), 0) AS owner_usd,
          coalesce(sum(tokens) FILTER (WHERE payer = 'owner'), 0) AS owner_tokens
        FROM ended
      ),
      locked AS (
        SELECT u.account, u.period, t.usd, t.tokens
        FROM taken t CROSS JOIN unnest(t.accounts, t.periods) AS h(account, period)
        JOIN budget_usage u ON u.account = h.account AND u.period = h.period
        ORDER BY u.account, u.period FOR UPDATE OF u
      ),
      counted AS (
        UPDATE budget_usage u SET
          reserved_usd = u.reserved_usd - l.usd,
          reserved_tokens = u.reserved_tokens - l.tokens,
          spent_usd = u.spent_usd
            + CASE WHEN u.account = 'global' THEN s.usd ELSE s.owner_usd END,
          spent_tokens = u.spent_tokens
            + CASE WHEN u.account = 'global' THEN s.tokens ELSE s.owner_tokens END
        FROM locked l, spent s WHERE u.account = l.account AND u.period = l.period
      )
      SELECT FROM taken`.execute(transaction)
    return rows.length > 0
  }

  /** The attempts of a generation that were given up as lost. */
  async expiredOf(
    transaction: DatabaseTransaction,
    generationId: string
  ): Promise<readonly LedgerEntry[]> {
    const rows = await transaction
      .selectFrom('ledger_entries')
      .selectAll()
      .where('generation_id', '=', generationId)
      .where('kind', '=', 'lost')
      .execute()
    return rows.map(({ id: _id, created_at: _at, ...entry }) => entry)
  }

  /**
   * Moves counters: what was held goes, what was spent comes. `everyone` counts on the account of
   * all, `owner` on the others.
   */
  async count(
    transaction: DatabaseTransaction,
    on: ReservedOn,
    released: Sum,
    spent: { readonly owner: Sum; readonly everyone: Sum }
  ): Promise<void> {
    const { owner, everyone } = spent
    await sql`
      WITH wanted(account, period) AS (
        SELECT * FROM unnest(${on.accounts}::text[], ${on.periods}::text[])
      ),
      locked AS (
        SELECT u.account, u.period FROM budget_usage u JOIN wanted w
          ON u.account = w.account AND u.period = w.period
        ORDER BY u.account, u.period FOR UPDATE OF u
      )
      UPDATE budget_usage u SET
        reserved_usd = u.reserved_usd - ${released.usd}::numeric,
        reserved_tokens = u.reserved_tokens - ${released.tokens}::bigint,
        spent_usd = u.spent_usd + CASE WHEN u.account = 'global'
          THEN ${everyone.usd}::numeric ELSE ${owner.usd}::numeric END,
        spent_tokens = u.spent_tokens + CASE WHEN u.account = 'global'
          THEN ${everyone.tokens}::bigint ELSE ${owner.tokens}::bigint END
      FROM locked l WHERE u.account = l.account AND u.period = l.period`.execute(transaction)
  }

  /**
   * Books one generation whose lease has ended: its unfinished attempts are lost at their worst
   * case, at the service's own cost. Gives how many; undefined when no lease has ended.
   */
  async settleExpired(): Promise<number | undefined> {
    return this.database.transaction(async transaction => {
      const { rows } = await sql<ReservedOn & Sum & { readonly generation_id: string }>`
        DELETE FROM reservations WHERE generation_id = (
          SELECT generation_id FROM reservations WHERE lease_until < now()
          ORDER BY lease_until LIMIT 1 FOR UPDATE SKIP LOCKED
        ) RETURNING generation_id, accounts, periods, usd, tokens`.execute(transaction)
      const ended = rows[0]
      if (ended === undefined) return undefined
      const lost = await this.enterExpired(transaction, ended.generation_id)
      await this.count(transaction, ended, ended, { owner: nothing, everyone: lost })
      return lost.attempts
    })
  }

  private async enterExpired(
    transaction: DatabaseTransaction,
    generationId: string
  ): Promise<Sum & { readonly attempts: number }> {
    const { rows } = await sql<Sum & { readonly attempts: number }>`
      WITH lost AS (
        INSERT INTO ledger_entries (kind, attempt_id, generation_id, owner, credential, payer, model,
          outcome, prompt_tokens, cached_prompt_tokens, cache_write_tokens, completion_tokens,
          reported, cost_usd, price_table, request_id, correlation_id)
        SELECT 'lost', s.attempt_id, s.generation_id, s.owner, s.credential, 'service', s.model,
          'lost', s.prompt_tokens, s.cached_prompt_tokens, s.cache_write_tokens,
          s.completion_tokens, false, s.cost_usd, s.price_table, s.request_id, s.correlation_id
        FROM ledger_entries s
        WHERE s.generation_id = ${generationId}::uuid AND s.kind = 'started' AND NOT EXISTS (
          SELECT 1 FROM ledger_entries e WHERE e.attempt_id = s.attempt_id AND e.kind <> 'started'
        )
        ON CONFLICT DO NOTHING RETURNING cost_usd, prompt_tokens, completion_tokens
      )
      SELECT count(*)::integer AS attempts, coalesce(sum(cost_usd), 0)::text AS usd,
        coalesce(sum(prompt_tokens + completion_tokens), 0)::text AS tokens
      FROM lost`.execute(transaction)
    return rows[0] ?? { ...nothing, attempts: 0 }
  }
}
