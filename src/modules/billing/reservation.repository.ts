import { Injectable } from '@nestjs/common'
import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { BillingMetrics } from './billing.metrics.js'
import type { BudgetAccount, BudgetPeriod } from './budgets/budget-accounts.js'
import type { ExceededBudget } from './budgets/budget-exceeded.js'
import type { ReservedOn, LedgerEntry } from './ledger.repository.js'
import { toDecimal, type Picodollars } from './prices/money.js'

export interface Amount {
  readonly cost: Picodollars
  readonly tokens: number
}

/** What a generation shall hold, and the attempt that it wants to make next. */
export interface Reserve {
  readonly generationId: string
  readonly owner: string
  /** Whether nothing is reserved for it yet; otherwise it must still hold something. */
  readonly isFirst: boolean
  readonly accounts: readonly BudgetAccount[]
  /** What it shall hold from now on. */
  readonly total: Amount
  readonly leaseSeconds: number
  /** Of the kind `started`. */
  readonly entry: LedgerEntry
}

interface LockedRow {
  readonly account: string
  readonly period: string
  readonly usd_fits: boolean
  readonly tokens_fit: boolean
  readonly limit_usd: string | null
  readonly limit_tokens: string | null
  readonly is_entered: boolean
  readonly usd_ratio: number
  readonly tokens_ratio: number
}

/** The books before an attempt: nothing that may cost money is made without a row of its own. */
@Injectable()
export class ReservationRepository {
  constructor(
    private readonly database: Database,
    private readonly metrics: BillingMetrics
  ) {}

  /**
   * Reserves and enters the attempt as started: all of it or, where a budget does not allow it,
   * nothing. One statement, so that no lock waits for us.
   */
  async reserve(wanted: Reserve): Promise<ReservedOn | ExceededBudget> {
    for (;;) {
      const rows = await this.tryToReserve(wanted)
      if (rows.length === 2 * wanted.accounts.length) {
        this.showGlobal(rows)
        return outcome(wanted, rows)
      }
      await this.openAccounts(wanted)
    }
  }

  private showGlobal(rows: readonly LockedRow[]): void {
    for (const { account, period, usd_ratio: usd, tokens_ratio: tokens } of rows) {
      if (account !== 'global') continue
      const of = { period: periodOf(period) }
      this.metrics.budgetSpentRatio.set({ ...of, unit: 'usd' }, usd)
      this.metrics.budgetSpentRatio.set({ ...of, unit: 'tokens' }, tokens)
    }
  }

  /** Rows of what was locked; fewer than wanted where an account has no row for a period yet. */
  private async tryToReserve(wanted: Reserve): Promise<readonly LockedRow[]> {
    const { generationId, owner, isFirst, total, leaseSeconds, entry } = wanted
    const limits = limitsOf(wanted)
    const usd = toDecimal(total.cost)
    const columns = sql.join(Object.keys(entry).map(name => sql.ref(name)))
    const result = await sql<LockedRow>`
      WITH wanted AS (${wantedRows(limits)}),
      more AS (
        SELECT count(*) AS reservations,
          ${usd}::numeric - coalesce(sum(usd), 0) AS usd,
          ${total.tokens}::bigint - coalesce(sum(tokens), 0) AS tokens
        FROM reservations WHERE generation_id = ${generationId}::uuid
      ),
      locked AS (
        SELECT u.account, u.period,
          u.spent_usd + u.reserved_usd AS usd, u.spent_tokens + u.reserved_tokens AS tokens,
          CASE WHEN b.owner IS NULL THEN w.limit_usd
            WHEN w.kind = 'day' THEN b.daily_usd ELSE b.monthly_usd END AS limit_usd,
          CASE WHEN b.owner IS NULL THEN w.limit_tokens
            WHEN w.kind = 'day' THEN b.daily_tokens ELSE b.monthly_tokens END AS limit_tokens
        FROM wanted w
        JOIN budget_usage u ON u.account = w.account AND u.period = w.period
        LEFT JOIN budgets b ON b.owner = w.account
        ORDER BY u.account, u.period
        FOR UPDATE OF u
      ),
      judged AS (
        SELECT l.*, more.usd AS more_usd, more.tokens AS more_tokens,
          more.usd <= 0 OR limit_usd IS NULL OR l.usd + more.usd <= limit_usd AS usd_fits,
          more.tokens <= 0 OR limit_tokens IS NULL OR l.tokens + more.tokens <= limit_tokens
            AS tokens_fit
        FROM locked l, more
      ),
      verdict AS (
        SELECT count(*) = ${limits.accounts.length} AND bool_and(usd_fits AND tokens_fit)
          AND (${isFirst}::boolean OR (SELECT reservations FROM more) > 0) AS ok
        FROM judged
      ),
      counted AS (
        UPDATE budget_usage u
        SET reserved_usd = u.reserved_usd + more.usd,
          reserved_tokens = u.reserved_tokens + more.tokens
        FROM judged j, verdict v, more
        WHERE u.account = j.account AND u.period = j.period AND v.ok
      ),
      held AS (
        INSERT INTO reservations
          (generation_id, owner, accounts, periods, usd, tokens, lease_until)
        SELECT ${generationId}::uuid, ${owner}, array_agg(j.account), array_agg(j.period),
          ${usd}::numeric, ${total.tokens}::bigint,
          now() + make_interval(secs => ${leaseSeconds})
        FROM judged j, verdict v WHERE v.ok HAVING count(*) > 0
        ON CONFLICT (generation_id) DO UPDATE SET
          usd = excluded.usd, tokens = excluded.tokens, lease_until = excluded.lease_until
      ),
      entered AS (
        INSERT INTO ledger_entries (${columns})
        SELECT ${columns}
        FROM verdict v, jsonb_populate_record(NULL::ledger_entries, ${JSON.stringify(entry)}::jsonb)
        WHERE v.ok
      )
      SELECT account, period, usd_fits, tokens_fit, limit_usd, limit_tokens, v.ok AS is_entered,
        coalesce((usd + CASE WHEN v.ok THEN more_usd ELSE 0 END) / nullif(limit_usd, 0), 0)::float
          AS usd_ratio,
        coalesce((tokens + CASE WHEN v.ok THEN more_tokens ELSE 0 END)
          / nullif(limit_tokens, 0)::float, 0) AS tokens_ratio
      FROM judged, verdict v ORDER BY account, period`.execute(this.database.queries)
    return result.rows
  }

  /**
   * The rows of a new day or month. Accounts that are counted only where a budget is configured
   * begin with what the ledger knows.
   */
  private async openAccounts(wanted: Reserve): Promise<void> {
    await sql`
      WITH wanted AS (${wantedRows(limitsOf(wanted))})
      INSERT INTO budget_usage (account, period, spent_usd, spent_tokens)
      SELECT w.account, w.period, coalesce(sum(e.cost_usd), 0),
        coalesce(sum(e.prompt_tokens + e.completion_tokens), 0)
      FROM wanted w LEFT JOIN ledger_entries e ON e.kind <> 'started'
        AND e.created_at >= date_trunc(w.kind, now(), 'UTC')
        AND (w.account = 'global' OR w.account = 'via:' || e.credential AND e.payer = 'owner')
      GROUP BY w.account, w.period ORDER BY w.account, w.period
      ON CONFLICT DO NOTHING`.execute(this.database.queries)
  }
}

interface Limits {
  readonly accounts: readonly string[]
  readonly kinds: readonly BudgetPeriod[]
  readonly usd: readonly (string | null)[]
  readonly tokens: readonly (number | null)[]
}

/** A day's and a month's row for each account. */
function limitsOf({ accounts }: Reserve): Limits {
  return {
    accounts: accounts.flatMap(({ account }) => [account, account]),
    kinds: accounts.flatMap(() => ['day', 'month'] as const),
    usd: accounts.flatMap(({ budget }) => [budget.dailyUsd ?? null, budget.monthlyUsd ?? null]),
    tokens: accounts.flatMap(({ budget }) => [
      budget.dailyTokens ?? null,
      budget.monthlyTokens ?? null
    ])
  }
}

/** By the database's clock, which is one for all instances. */
function wantedRows({ accounts, kinds, usd, tokens }: Limits) {
  return sql`
    SELECT account, kind, limit_usd, limit_tokens,
      to_char(now() AT TIME ZONE 'UTC', CASE kind WHEN 'day' THEN 'YYYY-MM-DD' ELSE 'YYYY-MM' END)
        AS period
    FROM unnest(${accounts}::text[], ${kinds}::text[], ${usd}::numeric[], ${tokens}::bigint[])
      AS w(account, kind, limit_usd, limit_tokens)`
}

function outcome({ accounts }: Reserve, rows: readonly LockedRow[]): ReservedOn | ExceededBudget {
  const broken = rows.find(row => !row.usd_fits || !row.tokens_fit)
  if (broken === undefined) {
    // A process that was frozen for longer than its lease: its attempts are booked as lost by now.
    if (!rows.every(row => row.is_entered)) {
      throw new StoreUnavailable(new Error('the lease of the reservation has ended'))
    }
    return { accounts: rows.map(row => row.account), periods: rows.map(row => row.period) }
  }
  const unit = broken.usd_fits ? 'tokens' : 'usd'
  return {
    scope: accounts.find(({ account }) => account === broken.account)?.scope ?? 'owner',
    period: periodOf(broken.period),
    unit,
    limit: Number(unit === 'usd' ? broken.limit_usd : broken.limit_tokens)
  }
}

function periodOf(period: string): BudgetPeriod {
  return period.length === 'YYYY-MM-DD'.length ? 'day' : 'month'
}
