import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { sql, type RawBuilder } from 'kysely'
import { PinoLogger } from 'nestjs-pino'
import { Database } from './database.js'

const firstRunAfterMs = 60_000
const everyMs = 3_600_000
/** Maximum number of rows that a statement deletes. */
export const batchSize = 1000
/** The key of the advisory lock: arbitrary, but used for nothing else. */
const lock = 7_264_301_155

/** Deleted rows by table. */
export type Removed = Readonly<Record<string, number>>

interface Retained {
  readonly table: string
  /** Deletes at most `batchSize` rows, or calls a function that deletes them. */
  readonly batch: (now: Date) => Batch
}

type Batch = RawBuilder<{ readonly removed?: string }>

interface RetainedByAge {
  readonly table: string
  /** The time at which a row was created, or expires. */
  readonly column: string
  readonly days: number
  /** The condition of the partial index in the order of the column. */
  readonly indexed?: string
}

/** Deletes expired rows every hour. Each module registers its own tables. */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<unknown> = Promise.resolve()
  private isStopped = false

  private readonly registered: Retained[] = []

  constructor(
    private readonly database: Database,
    private readonly logger: PinoLogger
  ) {}

  register(retained: Retained): void {
    this.registered.push(retained)
  }

  /** Rows whose time in `column` is at least this number of days ago. */
  registerByAge({ table, column, days, indexed = 'TRUE' }: RetainedByAge): void {
    const isOld = (now: Date) =>
      sql`${sql.ref(column)} < ${daysBefore(now, days)} AND ${sql.raw(indexed)}`
    const batch = (now: Date) => oldRows(table, sql.ref(column), isOld(now))
    this.register({ table, batch })
  }

  /** An append-only table, from which only a function of its owner deletes: see 0006-append-only.ts. */
  registerAppendOnly(
    table: 'ledger_entries' | 'usage_by_day' | 'usage_by_month' | 'usage_of_all' | 'audit_events',
    days: number | undefined
  ): void {
    const before = (now: Date) => (days === undefined ? '-infinity' : daysBefore(now, days))
    const batch = (now: Date): Batch =>
      sql`SELECT ${sql.id(`remove_old_${table}`)}(${before(now)}) AS removed`
    this.register({ table, batch })
  }

  /** Runs in one instance at a time; returns without effect while another instance runs it. */
  async run(now = new Date()): Promise<Removed> {
    const removed: Record<string, number> = {}
    for (const { table, batch } of this.registered) {
      removed[table] = await this.removeAll(batch(now))
    }
    if (Object.values(removed).some(count => count > 0)) {
      this.logger.info({ action: 'retention', removed }, 'Old rows removed')
    }
    return removed
  }

  onApplicationBootstrap(): void {
    this.runAfter(firstRunAfterMs)
  }

  /** Waits for the current batch before the database is closed. */
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
        'Old rows could not be removed; the next run will retry'
      )
    }
  }

  private async removeAll(batch: Batch): Promise<number> {
    let sum = 0
    while (!this.isStopped) {
      const removed = await this.remove(batch)
      if (removed === 0) break
      sum += removed
    }
    return sum
  }

  private remove(batch: Batch): Promise<number> {
    return this.database.transaction(async transaction => {
      const { rows } = await sql<{ readonly mine: boolean }>`
        SELECT pg_try_advisory_xact_lock(${lock}) AS mine`.execute(transaction)
      if (rows[0]?.mine !== true) return 0
      // Rows are found by indexes, although PostgreSQL may estimate that reading the whole table costs less.
      await sql`SELECT set_config('enable_seqscan', 'off', true)`.execute(transaction)
      const { numAffectedRows, rows: results } = await batch.execute(transaction)
      return Number(results[0]?.removed ?? numAffectedRows)
    })
  }
}

/**
 * Deletes one batch of matching rows, by table and place, because a place is unique within a partition
 * only. Locked rows are skipped until the next run.
 */
export function oldRows(
  table: string,
  orderedBy: RawBuilder<unknown>,
  isOld: RawBuilder<unknown>
): Batch {
  const rows = sql.table(table)
  return sql`
    DELETE FROM ${rows} WHERE (tableoid, ctid) IN (
      SELECT tableoid, ctid FROM ${rows} WHERE ${isOld}
      ORDER BY ${orderedBy} LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)`
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000)
}
