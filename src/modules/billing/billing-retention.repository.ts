import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { sql } from 'kysely'
import { oldRows, Retention } from '#core/database/retention.js'
import { billingConfig } from './billing.config.js'

/** Twelve complete months, which reports show, and the current one. */
const monthsOfBudgetUsage = 13

const ledgerTables = ['ledger_entries', 'usage_by_day', 'usage_by_month', 'usage_of_all'] as const

/** Deletes old ledger entries and old usage of budgets. */
@Injectable()
export class BillingRetention {
  constructor(
    retention: Retention,
    @Inject(billingConfig.KEY) { LEDGER_RETENTION_DAYS: days }: ConfigType<typeof billingConfig>
  ) {
    if (days > 0) {
      for (const table of ledgerTables) retention.registerAppendOnly(table, days)
    }
    retention.register({ table: 'budget_usage', batch: oldUsage })
  }
}

function oldUsage(now: Date): ReturnType<typeof oldRows> {
  const period = sql`period COLLATE "C"`
  return oldRows('budget_usage', period, sql`${period} < ${monthBefore(now, monthsOfBudgetUsage)}`)
}

/** The month as text, for example `2025-10`. */
function monthBefore(now: Date, months: number): string {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months))
  return month.toISOString().slice(0, 7)
}
