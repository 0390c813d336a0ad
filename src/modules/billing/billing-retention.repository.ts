import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { sql, type RawBuilder } from 'kysely'
import { batchSize, daysBefore, oldRows, Retention } from '#core/database/retention.js'
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
      retention.register({
        table: 'ledger_entries',
        batch: now => oldAttempts(daysBefore(now, days))
      })
      retention.register({
        table: 'usage_by_day',
        batch: now => oldRows('usage_by_day', 'day', sql`day < ${daysBefore(now, days)}`)
      })
    }
    retention.register({ table: 'budget_usage', batch: oldUsage })
  }
}

/**
 * Deletes complete attempts: there is no index for old starts, but every started attempt has an end, and
 * both are deleted together.
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
