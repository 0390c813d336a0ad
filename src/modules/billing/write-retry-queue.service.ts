import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { databaseConfig } from '#core/database/database.config.js'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { BillingMetrics } from './billing.metrics.js'

export type Write = (transaction: DatabaseTransaction) => Promise<void>

/** What a caller is kept waiting for at most; the story is there already. */
const writeTimeoutMs = 1500
const tryAgainAfterMs = 500
/** A PostgreSQL that restarts while this process ends is back by then. */
const finalFlushMs = 5000
/** Text of some 10 KB each; beyond it the leases book what is dropped as lost. */
const maxQueued = 5000

/**
 * Writes of finished generations. They are made at once or, while PostgreSQL is away, kept in order
 * and tried until it is back: whoever has paid gets the story meanwhile. Each must be safe to repeat.
 */
@Injectable()
export class WriteRetryQueue {
  private readonly kept: Write[] = []
  private retrying: Promise<void> | undefined
  private closing = false

  constructor(
    private readonly database: Database,
    shutdownHooks: ShutdownHooks,
    @Inject(databaseConfig.KEY) settings: ConfigType<typeof databaseConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: BillingMetrics
  ) {
    shutdownHooks.register({
      phase: 'settle',
      name: 'kept writes',
      // A statement that hangs is given up by then, and tried again on another connection.
      timeoutMs: settings.DB_STATEMENT_TIMEOUT * 1000 + finalFlushMs,
      work: () => this.flushFinally()
    })
  }

  /** Resolves when it is written, or kept for later. */
  async write(write: Write): Promise<void> {
    try {
      await this.database.withTimeout(writeTimeoutMs, () => this.database.transaction(write))
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      this.keep(write, error)
    }
  }

  private keep(write: Write, error: StoreUnavailable): void {
    if (this.kept.length >= maxQueued) {
      this.metrics.entriesLost.inc({ cause: 'full' })
      this.logger.error({ action: 'write_dropped', err: error }, 'Too many entries wait')
      return
    }
    // Others' requests must not appear in the log and the audit as this one's.
    const inContext = AsyncLocalStorage.snapshot()
    this.kept.push(transaction => inContext(write, transaction))
    this.metrics.entriesWaiting.set(this.kept.length)
    this.logger.warn({ action: 'write_queued', err: error }, 'Entries wait for PostgreSQL')
    this.retrying ??= this.retry().finally(() => (this.retrying = undefined))
  }

  private async retry(): Promise<void> {
    while (this.kept.length > 0 && !this.closing) {
      await wait(tryAgainAfterMs, undefined, { ref: false })
      await this.writeKept()
    }
  }

  private async writeKept(): Promise<void> {
    for (let next = this.kept[0]; next !== undefined; next = this.kept[0]) {
      try {
        await this.database.transaction(next)
      } catch (error) {
        if (error instanceof StoreUnavailable) return
        // Our mistake; the others must not wait behind it.
        this.metrics.entriesLost.inc({ cause: 'refused' })
        this.logger.error({ action: 'write_failed', err: error }, 'A kept entry was refused')
      }
      this.kept.shift()
      this.metrics.entriesWaiting.set(this.kept.length)
    }
    this.logger.info({ action: 'write_queue_drained' }, 'All kept entries are written')
  }

  private async flushFinally(): Promise<void> {
    this.closing = true
    await this.retrying
    const giveUpAtMs = performance.now() + finalFlushMs
    while (this.kept.length > 0 && performance.now() < giveUpAtMs) {
      await this.writeKept()
      if (this.kept.length > 0) await wait(tryAgainAfterMs)
    }
    const left = this.kept.length
    if (left > 0)
      this.logger.error({ action: 'writes_abandoned', left }, 'Leases will book them as lost')
  }
}
