import { Injectable } from '@nestjs/common'
import type { Queries } from '#core/database/database.js'
import type { ConfiguredBudget } from './configured-budgets.js'
import type { BudgetRow } from '#modules/billing/tables.js'
import type { AccountUsage } from './budget-status.js'
import type { Selectable } from 'kysely'

/** A budget that an admin set in place of the configured one, as a whole. */
export interface SetBudget {
  readonly budget: ConfiguredBudget
  /** The credential: `user:<id>`, `key:NAME` or `service:NAME`. */
  readonly setBy: string
  readonly setAt: Date
}

/** Budgets set by admins, and what is spent and reserved of any budget. */
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

  /** Whether there was one. */
  async remove(queries: Queries, owner: string): Promise<boolean> {
    const { numDeletedRows } = await queries
      .deleteFrom('budgets')
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }

  /** Accounts without usage in a period have no row. */
  async usage(
    queries: Queries,
    accounts: readonly string[],
    periods: readonly string[]
  ): Promise<readonly AccountUsage[]> {
    const rows = await queries
      .selectFrom('budget_usage')
      .selectAll()
      .where('account', 'in', accounts)
      .where('period', 'in', periods)
      .execute()
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
