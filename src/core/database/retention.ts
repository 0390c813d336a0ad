import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { sql, type RawBuilder } from 'kysely'
import { PinoLogger } from 'nestjs-pino'
import { Settings } from '#core/config/settings.js'
import { Database } from './database.js'

const firstRunAfterMs = 60_000
const everyMs = 3_600_000
const batchSize = 1000
/** Usage of budgets is shown for a year, and the running month is not over. */
const monthsOfBudgetUsage = 13
/** Any number, the same in every instance and no other lock's. */
const lock = 7_264_301_155

/** Rows removed, by table. */
export type Removed = Readonly<Record<string, number>>

interface Duty {
  readonly table: string
  /** Removes at most one batch. */
  readonly batch: RawBuilder<unknown>
}

/** Every hour, removes what has been kept long enough. */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<unknown> = Promise.resolve()
  private isStopped = false

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly logger: PinoLogger
  ) {}

  /** One instance at a time: where another is at it, this one removes nothing. */
  async run(now = new Date()): Promise<Removed> {
    const removed: Record<string, number> = {}
    for (const { table, batch } of dutiesOf(this.settings, now)) {
      removed[table] = await this.removeAll(batch)
    }
    if (Object.values(removed).some(count => count > 0)) {
      this.logger.info({ action: 'retention', removed }, 'Old rows removed')
    }
    return removed
  }

  onApplicationBootstrap(): void {
    this.runAfter(firstRunAfterMs)
  }

  /** The batch that is running ends before the database is closed. */
  async onModuleDestroy(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    await this.running
  }

  private runAfter(milliseconds: number): void {
    if (this.isStopped) return
    this.timer = setTimeout(() => {
      this.running = this.runSafely().finally(() => this.runAfter(everyMs))
    }, milliseconds).unref()
  }

  private async runSafely(): Promise<void> {
    try {
      await this.run()
    } catch (error) {
      this.logger.warn(
        { action: 'retention_failed', err: error },
        'Old rows could not be removed; the next run will try again'
      )
    }
  }

  private async removeAll(batch: RawBuilder<unknown>): Promise<number> {
    let sum = 0
    while (!this.isStopped) {
      const removed = await this.remove(batch)
      if (removed === 0) break
      sum += removed
    }
    return sum
  }

  private remove(batch: RawBuilder<unknown>): Promise<number> {
    return this.database.transaction(async transaction => {
      const { rows } = await sql<{ readonly mine: boolean }>`
        SELECT pg_try_advisory_xact_lock(${lock}) AS mine`.execute(transaction)
      if (rows[0]?.mine !== true) return 0
      // Lets the triggers of what is only appended to let this transaction pass.
      await sql`SELECT set_config('jiraiya.retention', 'on', true)`.execute(transaction)
      const { numAffectedRows = 0n } = await batch.execute(transaction)
      return Number(numAffectedRows)
    })
  }
}

function dutiesOf(settings: Settings, now: Date): readonly Duty[] {
  const { RETENTION_DAYS, LEDGER_RETENTION_DAYS, AUDIT_RETENTION_DAYS } = settings
  const oldMonth = monthBefore(now, monthsOfBudgetUsage)
  return [
    ...ofOldRows('stories', sql`created_at`, RETENTION_DAYS, now),
    ...ofOldAttempts(LEDGER_RETENTION_DAYS, now),
    ...ofOldRows('audit_events', sql`at`, AUDIT_RETENTION_DAYS, now),
    duty('idempotency_keys', sql`expires_at < ${now}`),
    duty('budget_usage', sql`period COLLATE "C" < ${oldMonth}`),
    ...ofOldRows('usage_by_day', sql`day`, LEDGER_RETENTION_DAYS, now)
  ]
}

/** 0 days: kept for ever. */
function ofOldRows(
  table: string,
  column: RawBuilder<unknown>,
  days: number,
  now: Date
): readonly Duty[] {
  return days === 0 ? [] : [duty(table, sql`${column} < ${daysBefore(now, days)}`)]
}

/**
 * Whole attempts: no index finds old beginnings of attempts, but every one that began has an end,
 * which goes together with it.
 */
function ofOldAttempts(days: number, now: Date): readonly Duty[] {
  if (days === 0) return []
  const before = daysBefore(now, days)
  const table = 'ledger_entries'
  const batch = sql`
    DELETE FROM ledger_entries
    WHERE created_at < ${before} AND attempt_id IN (
      SELECT attempt_id FROM ledger_entries
      WHERE kind <> 'started' AND created_at < ${before}
      ORDER BY created_at LIMIT ${batchSize})`
  return [{ table, batch }]
}

/** A row that somebody renews at this moment is left to them. */
function duty(table: string, isOld: RawBuilder<unknown>): Duty {
  const rows = sql.table(table)
  const batch = sql`
    DELETE FROM ${rows} WHERE ctid IN (
      SELECT ctid FROM ${rows} WHERE ${isOld} LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)`
  return { table, batch }
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000)
}

/** `2025-10`. */
function monthBefore(now: Date, months: number): string {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months))
  return month.toISOString().slice(0, 7)
}
