import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { sql } from 'kysely'
import { oldRows, Retention } from '#core/database/retention.js'
import { billingConfig } from './billing.config.js'

/** Twelve complete months, which reports show, and the current one. */
const monthsOfBudgetUsage = 13

/** Deletes old ledger entries and old usage of budgets. */
@Injectable()
export class BillingRetention {
  constructor(
    retention: Retention,
    @Inject(billingConfig.KEY) { LEDGER_RETENTION_DAYS: days }: ConfigType<typeof billingConfig>
  ) {
    if (days > 0) {
      retention.registerAppendOnly('ledger_entries', days)
      retention.registerAppendOnly('usage_by_day', days)
    }
    retention.register({ table: 'budget_usage', batch: oldUsage })
  }
}

function oldUsage(now: Date): ReturnType<typeof oldRows> {
  return oldRows(
    'budget_usage',
    'period',
    sql`period COLLATE "C" < ${monthBefore(now, monthsOfBudgetUsage)}`
  )
}

/** The month as text, for example `2025-10`. */
function monthBefore(now: Date, months: number): string {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months))
  return month.toISOString().slice(0, 7)
}
