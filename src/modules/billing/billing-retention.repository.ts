import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { sql, type RawBuilder } from 'kysely'
import { batchSize, daysBefore, oldRows, Retention } from '#core/database/retention.js'
import { billingConfig } from './billing.config.js'

/** Usage of budgets is shown for a year, and the current month is not over. */
const monthsOfBudgetUsage = 13

/** How long the ledger and the usage of budgets are kept. */
@Injectable()
export class BillingRetention {
  constructor(
    retention: Retention,
    @Inject(billingConfig.KEY) { LEDGER_RETENTION_DAYS: days }: ConfigType<typeof billingConfig>
  ) {
    if (days > 0) {
      retention.register({
        table: 'ledger_entries',
        batch: now => oldAttempts(daysBefore(now, days))
      })
      retention.register({
        table: 'usage_by_day',
        batch: now => oldRows('usage_by_day', sql`day < ${daysBefore(now, days)}`)
      })
    }
    retention.register({ table: 'budget_usage', batch: oldUsage })
  }
}

/**
 * Whole attempts: no index finds old starts of attempts, but every attempt that started has an end,
 * and both are removed together.
 */
function oldAttempts(before: Date): RawBuilder<unknown> {
  return sql`
    DELETE FROM ledger_entries
    WHERE created_at < ${before} AND attempt_id IN (
      SELECT attempt_id FROM ledger_entries
      WHERE kind <> 'started' AND created_at < ${before}
      ORDER BY created_at LIMIT ${batchSize})`
}

function oldUsage(now: Date): RawBuilder<unknown> {
  return oldRows('budget_usage', sql`period COLLATE "C" < ${monthBefore(now, monthsOfBudgetUsage)}`)
}

/** `2025-10`. */
function monthBefore(now: Date, months: number): string {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months))
  return month.toISOString().slice(0, 7)
}
