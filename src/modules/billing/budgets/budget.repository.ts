import { Injectable } from '@nestjs/common'
import type { Queries } from '#core/database/database.js'
import type { ConfiguredBudget } from './configured-budgets.js'
import type { BudgetRow, BudgetUsageRow } from '#modules/billing/tables.js'
import type { AccountUsage } from './budget-status.js'
import { sql, type Selectable } from 'kysely'

/** A budget set by an admin; it replaces all limits of the configured one. */
export interface SetBudget {
  readonly budget: ConfiguredBudget
  /** The credential: `user:<id>`, `key:NAME` or `service:NAME`. */
  readonly setBy: string
  readonly setAt: Date
}

/** Budgets set by admins, and the usage of all budgets. */
@Injectable()
export class BudgetRepository {
  async find(queries: Queries, owner: string): Promise<SetBudget | undefined> {
    const row = await queries
      .selectFrom('budgets')
      .selectAll()
      .where('owner', '=', owner)
      .executeTakeFirst()
    return row && toSetBudget(row)
  }

  async put(queries: Queries, owner: string, { budget, setBy, setAt }: SetBudget): Promise<void> {
    const values = {
      daily_usd: budget.dailyUsd ?? null,
      monthly_usd: budget.monthlyUsd ?? null,
      daily_tokens: budget.dailyTokens ?? null,
      monthly_tokens: budget.monthlyTokens ?? null,
      set_by: setBy,
      set_at: setAt
    }
    await queries
      .insertInto('budgets')
      .values({ owner, ...values })
      .onConflict(conflict => conflict.column('owner').doUpdateSet(values))
      .execute()
  }

  /** @returns whether the budget existed */
  async remove(queries: Queries, owner: string): Promise<boolean> {
    const { numDeletedRows } = await queries
      .deleteFrom('budgets')
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }

  /**
   * An account whose limit was not checked in a period has no row. Its spent amount comes from the
   * roll-ups, and nothing is reserved.
   *
   * @param periods `2026-11-20` or `2026-11`
   */
  async usage(
    queries: Queries,
    accounts: readonly string[],
    periods: readonly string[]
  ): Promise<readonly AccountUsage[]> {
    const { rows } = await sql<Selectable<BudgetUsageRow>>`
      SELECT a.account, p.period,
        coalesce(u.spent_usd, rolled.usd)::text AS spent_usd,
        coalesce(u.spent_tokens, rolled.tokens)::text AS spent_tokens,
        coalesce(u.reserved_usd, 0)::text AS reserved_usd,
        coalesce(u.reserved_tokens, 0)::text AS reserved_tokens
      FROM unnest(${accounts}::text[]) AS a(account)
      CROSS JOIN unnest(${periods}::text[]) AS p(period)
      LEFT JOIN budget_usage u ON u.account = a.account AND u.period = p.period
      LEFT JOIN LATERAL (
        SELECT o.usd, o.tokens FROM usage_of_account(a.account, rpad(p.period, 10, '-01')::date,
          (rpad(p.period, 10, '-01')::date
            + CASE length(p.period) WHEN 10 THEN interval '1 day' ELSE interval '1 month' END)::date) o
        WHERE u.account IS NULL
      ) rolled ON true`.execute(queries)
    return rows.map(row => ({
      account: row.account,
      period: row.period,
      usd: { spent: row.spent_usd, reserved: row.reserved_usd },
      tokens: { spent: row.spent_tokens, reserved: row.reserved_tokens }
    }))
  }
}

function toSetBudget(row: Selectable<BudgetRow>): SetBudget {
  const { daily_usd, monthly_usd, daily_tokens, monthly_tokens, set_by, set_at } = row
  return {
    budget: {
      ...(daily_usd !== null && { dailyUsd: daily_usd }),
      ...(monthly_usd !== null && { monthlyUsd: monthly_usd }),
      ...(daily_tokens !== null && { dailyTokens: Number(daily_tokens) }),
      ...(monthly_tokens !== null && { monthlyTokens: Number(monthly_tokens) })
    },
    setBy: set_by,
    setAt: set_at
  }
}
