import { setTimeout as wait } from 'node:timers/promises'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { databaseConfig } from '#core/database/database.config.js'
import { AppError } from '#core/errors/app-error.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { BillingMetrics } from './billing.metrics.js'

/** A write that can be repeated. */
export interface Write {
  run(): Promise<void>
  /** Called when it will not be repeated, because the queue is full. */
  dropped(): void
}

/** The request waits at most this long for its write, because the story is already available. */
const writeTimeoutMs = 1500
const tryAgainAfterMs = 500
/** Long enough for a PostgreSQL that restarts during the shutdown. */
const finalFlushMs = 5000
/** An entry has about 10 KB. The reservations of dropped entries expire and are recorded as lost. */
const maxQueued = 5000
/** Maximum number of queued writes that are retried in one flush. */
const maxRetriedAtOnce = 256

/**
 * Writes finished generations. While PostgreSQL is down, writes are queued in order and retried, and
 * clients get their stories nevertheless. Every write must be idempotent.
 */
@Injectable()
export class WriteRetryQueue {
  private readonly kept: Write[] = []
  private retrying: Promise<void> | undefined
  /** Writes that take longer than their requests wait. */
  private readonly late = new Set<Promise<void>>()
  private closing = false

  constructor(
    shutdownHooks: ShutdownHooks,
    @Inject(databaseConfig.KEY) settings: ConfigType<typeof databaseConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: BillingMetrics
  ) {
    shutdownHooks.register({
      phase: 'settle',
      name: 'queued writes',
      // Longer than the statement timeout, so that a write that hangs is retried on a new connection.
      timeoutMs: settings.DB_STATEMENT_TIMEOUT * 1000 + finalFlushMs,
      work: () => this.flushFinally()
    })
  }

  /** Resolves when it is written or queued, or after a timeout; the write then continues. */
  async write(write: Write): Promise<void> {
    const written = this.tryToWrite(write)
    if (await endsInTime(written)) return
    const late = written
      .catch(error => this.refuse(error))
      .finally(() => {
        this.late.delete(late)
        this.showWaiting()
      })
    this.late.add(late)
    this.showWaiting()
  }

  /** A write that no client waits for. What PostgreSQL rejects is dropped and logged. Never rejects. */
  async writeUnattended(write: Write): Promise<void> {
    await this.write(write).catch(error => this.refuse(error))
  }

  private async tryToWrite(write: Write): Promise<void> {
    try {
      await write.run()
    } catch (error) {
      if (!isPassing(error)) throw error
      this.keep(write, error)
    }
  }

  private keep(write: Write, error: AppError): void {
    if (this.kept.length >= maxQueued) {
      write.dropped()
      this.metrics.entriesLost.inc({ cause: 'full' })
      const message = 'Write queue is full; entry dropped'
      this.logger.error({ action: 'write_dropped', err: error }, message)
      return
    }
    this.kept.push(write)
    this.showWaiting()
    const message = 'PostgreSQL is unavailable; entry queued'
    this.logger.warn({ action: 'write_queued', err: error }, message)
    this.retrying ??= this.retry().finally(() => (this.retrying = undefined))
  }

  /** Drops an entry that PostgreSQL rejects (a bug), so that it does not block the others. */
  private refuse(error: unknown): void {
    this.metrics.entriesLost.inc({ cause: 'refused' })
    this.logger.error({ action: 'write_failed', err: error }, 'PostgreSQL rejected an entry')
  }

  private showWaiting(): void {
    this.metrics.entriesWaiting.set(this.kept.length + this.late.size)
  }

  private async retry(): Promise<void> {
    while (this.kept.length > 0 && !this.closing) {
      await wait(tryAgainAfterMs, undefined, { ref: false })
      await this.writeKept()
    }
  }

  /** Writes the queue in order, one flush at a time. Stops while PostgreSQL is still down. */
  private async writeKept(): Promise<void> {
    while (this.kept.length > 0) {
      const batch = this.kept.slice(0, maxRetriedAtOnce)
      const results = await Promise.allSettled(batch.map(write => write.run()))
      const failed = batch.filter((_write, index) => {
        const result = results[index]
        if (result?.status !== 'rejected') return false
        if (isPassing(result.reason)) return true
        this.refuse(result.reason)
        return false
      })
      this.kept.splice(0, batch.length, ...failed)
      this.showWaiting()
      if (failed.length > 0) return
    }
    this.logger.info({ action: 'write_queue_drained' }, 'All queued entries are written')
  }

  private async flushFinally(): Promise<void> {
    this.closing = true
    await Promise.all([this.retrying, ...this.late])
    const giveUpAtMs = performance.now() + finalFlushMs
    while (this.kept.length > 0 && performance.now() < giveUpAtMs) {
      await this.writeKept()
      if (this.kept.length > 0) await wait(tryAgainAfterMs)
    }
    const left = this.kept.length
    if (left === 0) return
    const message = 'Queued entries lost; their reservations will expire'
    this.logger.error({ action: 'writes_abandoned', left }, message)
  }
}

/** Whether a retry may succeed, because the database is the cause and not the entry. */
export function isPassing(error: unknown): error is AppError {
  return error instanceof AppError && error.status === 503
}

/** @throws the error of the write, if it fails within the timeout */
async function endsInTime(written: Promise<void>): Promise<boolean> {
  const { promise: timeIsUp, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), writeTimeoutMs)
  try {
    return await Promise.race([written.then(() => true), timeIsUp])
  } finally {
    clearTimeout(timer)
  }
}
