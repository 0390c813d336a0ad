import { Injectable } from '@nestjs/common'
import { sql } from 'kysely'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { entryColumns, refundOf, sumOf, type LedgerEntry } from './ledger-entry.js'
import { BudgetWarnings, type PassedThreshold } from './budgets/budget-warnings.service.js'
import {
  accountsOf,
  countChange,
  passedThresholds,
  type ChargesEnd
} from './ledger-writer/settle-statement.js'

/** Limits how long the locks of the accounts are held. */
const maxExpiredAtOnce = 100

export interface Expired {
  readonly reservations: number
  readonly attempts: number
}

/** Settlements without a reservation and of expired ones. LedgerWriter writes all others. */
@Injectable()
export class LedgerRepository {
  constructor(
    private readonly database: Database,
    private readonly warnings: BudgetWarnings
  ) {}

  /**
   * Settles a generation whose reservation no longer exists. If it was settled before, nothing changes.
   * If the lease has expired, the attempts recorded as lost are refunded and recorded with their cost.
   *
   * @param isOurs false if another request has taken over the Idempotency-Key: the service pays then
   */
  async settleLate({ generationId, ends, day }: ChargesEnd, isOurs: boolean): Promise<void> {
    await this.database.transaction(async transaction => {
      const known = new Set(ends.filter(isKnown).map(({ attempt_id: id }) => id))
      const lost = await this.lostOf(transaction, generationId)
      const found = lost.filter(({ attempt_id: id }) => known.has(id))
      const refunds = await this.append(transaction, found.map(refundOf))
      const fresh = await this.append(
        transaction,
        isOurs ? ends : ends.map(entry => ({ ...entry, payer: 'service' }))
      )
      const [first] = fresh
      if (first !== undefined) await this.count(transaction, first, day, fresh, refunds)
    })
  }

  /**
   * Records attempts with an expired lease as lost, at what was reserved for them, which the service
   * pays. Returns their number, for a limited number of generations.
   */
  async settleExpired(): Promise<Expired> {
    const columns = sql.raw(entryColumns.join(', '))
    const values = sql.raw(entryColumns.map(name => lostValues[name] ?? `s.${name}`).join(', '))
    const { rows } = await sql<Expired & { readonly passed: readonly PassedThreshold[] | null }>`
      WITH threshold AS (SELECT unnest(${this.warnings.thresholds}::smallint[]) AS percent),
      expired AS (
        DELETE FROM reservations WHERE generation_id IN (
          SELECT generation_id FROM reservations WHERE lease_until < now()
          ORDER BY lease_until LIMIT ${maxExpiredAtOnce} FOR UPDATE SKIP LOCKED
        ) RETURNING generation_id, accounts, periods, limits_usd, limits_tokens, usd, tokens, attempts
      ),
      lost AS (
        INSERT INTO ledger_entries (${columns})
        SELECT ${values}
        FROM expired x JOIN ledger_entries s
          ON s.generation_id = x.generation_id AND s.kind = 'started'
        LEFT JOIN LATERAL (
          SELECT * FROM jsonb_to_recordset(x.attempts) AS a(attempt_id uuid, prompt_tokens integer,
            completion_tokens integer, cost_usd numeric) WHERE a.attempt_id = s.attempt_id
        ) h ON true
        WHERE NOT EXISTS (
          SELECT 1 FROM ledger_entries e WHERE e.attempt_id = s.attempt_id AND e.kind <> 'started'
        )
        ON CONFLICT DO NOTHING
        RETURNING generation_id, cost_usd AS usd, prompt_tokens + completion_tokens AS tokens
      ),
      spent AS (
        SELECT generation_id, sum(usd) AS usd, sum(tokens) AS tokens FROM lost GROUP BY generation_id
      ),
      change AS (
        SELECT x.account, x.period, min(x.limit_usd) AS limit_usd,
          min(x.limit_tokens) AS limit_tokens,
          sum(e.usd) AS released_usd, sum(e.tokens) AS released_tokens,
          coalesce(sum(s.usd) FILTER (WHERE x.account = 'global'), 0) AS usd,
          coalesce(sum(s.tokens) FILTER (WHERE x.account = 'global'), 0) AS tokens
        FROM expired e CROSS JOIN ${sql.raw(accountsOf('e'))}
        LEFT JOIN spent s ON s.generation_id = e.generation_id
        GROUP BY x.account, x.period
      ),
      ${sql.raw(countChange)}
      SELECT (SELECT count(*) FROM expired)::integer AS reservations,
        (SELECT count(*) FROM lost)::integer AS attempts,
        ${sql.raw(passedThresholds)} AS passed`.execute(this.database.queries)
    const { passed, ...expired } = rows[0] ?? { reservations: 0, attempts: 0, passed: null }
    this.warnings.report(passed)
    return expired
  }

  /** Renews leases in one statement. A row that is being written at the moment is skipped. */
  async renewLeases(generationIds: readonly string[], seconds: number): Promise<void> {
    await sql`
      UPDATE reservations SET lease_until = now() + make_interval(secs => ${seconds}::float)
      WHERE generation_id IN (
        SELECT generation_id FROM reservations
        WHERE generation_id = ANY (${generationIds}::uuid[]) FOR UPDATE SKIP LOCKED
      )`.execute(this.database.queries)
  }

  /** Inserts entries of started attempts and returns the new ones. */
  private async append(
    transaction: DatabaseTransaction,
    entries: readonly LedgerEntry[]
  ): Promise<readonly LedgerEntry[]> {
    if (entries.length === 0) return []
    const columns = sql.raw(entryColumns.join(', '))
    const { rows } = await sql<{ readonly attempt_id: string }>`
      INSERT INTO ledger_entries (${columns})
      SELECT ${columns}
      FROM jsonb_populate_recordset(NULL::ledger_entries, ${JSON.stringify(entries)}::jsonb) e
      WHERE EXISTS (
        SELECT 1 FROM ledger_entries s WHERE s.attempt_id = e.attempt_id AND s.kind = 'started'
      )
      ON CONFLICT DO NOTHING RETURNING attempt_id`.execute(transaction)
    const fresh = new Set(rows.map(({ attempt_id }) => attempt_id))
    return entries.filter(entry => fresh.has(entry.attempt_id))
  }

  private async lostOf(
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

  /** Updates the accounts that have a row: the owner's cost on its own, all cost on the global one. */
  private async count(
    transaction: DatabaseTransaction,
    { owner, credential }: LedgerEntry,
    day: string,
    fresh: readonly LedgerEntry[],
    refunds: readonly LedgerEntry[]
  ): Promise<void> {
    const ofOwner = sumOf(fresh.filter(({ payer }) => payer === 'owner'))
    const ofAll = sumOf([...fresh, ...refunds])
    const accounts = [owner, `via:${credential}`, 'global']
    const periods = [day, day.slice(0, 'YYYY-MM'.length)]
    await sql`
      WITH locked AS (
        SELECT account, period FROM budget_usage
        WHERE account = ANY (${accounts}::text[]) AND period = ANY (${periods}::text[])
        ORDER BY account, period FOR UPDATE
      )
      UPDATE budget_usage u SET
        spent_usd = u.spent_usd + CASE u.account WHEN 'global'
          THEN ${ofAll.usd}::numeric ELSE ${ofOwner.usd}::numeric END,
        spent_tokens = u.spent_tokens + CASE u.account WHEN 'global'
          THEN ${ofAll.tokens}::bigint ELSE ${ofOwner.tokens}::bigint END
      FROM locked l WHERE u.account = l.account AND u.period = l.period`.execute(transaction)
  }
}

/** The columns of a lost attempt that differ from its start. */
const lostValues: Readonly<Record<string, string>> = {
  kind: `'lost'`,
  payer: `'service'`,
  outcome: `'lost'`,
  reported: 'false',
  prompt_tokens: 'coalesce(h.prompt_tokens, s.prompt_tokens)',
  completion_tokens: 'coalesce(h.completion_tokens, s.completion_tokens)',
  cost_usd: 'coalesce(h.cost_usd, s.cost_usd)'
}

function isKnown({ kind }: LedgerEntry): boolean {
  return kind === 'settled'
}
