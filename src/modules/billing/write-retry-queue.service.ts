import { setTimeout as wait } from 'node:timers/promises'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { databaseConfig } from '#core/database/database.config.js'
import { AppError } from '#core/errors/app-error.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { BillingMetrics } from './billing.metrics.js'

export type Write = () => Promise<void>

/** What a caller is kept waiting for at most; the story is there already. */
const writeTimeoutMs = 1500
const tryAgainAfterMs = 500
/** A PostgreSQL that restarts while this process ends is back by then. */
const finalFlushMs = 5000
/** Text of some 10 KB each; beyond it the leases book what is dropped as lost. */
const maxQueued = 5000
/** As many as one flush takes. */
const maxRetriedAtOnce = 256

/**
 * Writes of finished generations. They are made at once or, while PostgreSQL is away, kept in order
 * and tried until it is back: whoever has paid gets the story meanwhile. Each must be safe to repeat.
 */
@Injectable()
export class WriteRetryQueue {
  private readonly kept: Write[] = []
  private retrying: Promise<void> | undefined
  /** Writes that take longer than their callers wait. */
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
      name: 'kept writes',
      // A statement that hangs is given up by then, and tried again on another connection.
      timeoutMs: settings.DB_STATEMENT_TIMEOUT * 1000 + finalFlushMs,
      work: () => this.flushFinally()
    })
  }

  /** Resolves when it is written, queued for another try, or slow: then it goes on without a caller. */
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

  private async tryToWrite(write: Write): Promise<void> {
    try {
      await write()
    } catch (error) {
      if (!isPassing(error)) throw error
      this.keep(write, error)
    }
  }

  private keep(write: Write, error: AppError): void {
    if (this.kept.length >= maxQueued) {
      this.metrics.entriesLost.inc({ cause: 'full' })
      this.logger.error({ action: 'write_dropped', err: error }, 'Too many entries wait')
      return
    }
    this.kept.push(write)
    this.showWaiting()
    this.logger.warn({ action: 'write_queued', err: error }, 'Entries wait for PostgreSQL')
    this.retrying ??= this.retry().finally(() => (this.retrying = undefined))
  }

  /** Our mistake; the others must not wait behind it. */
  private refuse(error: unknown): void {
    this.metrics.entriesLost.inc({ cause: 'refused' })
    this.logger.error({ action: 'write_failed', err: error }, 'An entry was refused')
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

  /** In order; those that share a flush are written together. Stops where PostgreSQL is still away. */
  private async writeKept(): Promise<void> {
    while (this.kept.length > 0) {
      const batch = this.kept.slice(0, maxRetriedAtOnce)
      const results = await Promise.allSettled(batch.map(write => write()))
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
    this.logger.info({ action: 'write_queue_drained' }, 'All kept entries are written')
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
    if (left > 0)
      this.logger.error({ action: 'writes_abandoned', left }, 'Leases will book them as lost')
  }
}

/** Another try may succeed: the store, not the entry, is the reason. */
function isPassing(error: unknown): error is AppError {
  return error instanceof AppError && error.status === 503
}

/** @throws what the write throws, where it fails in time */
async function endsInTime(written: Promise<void>): Promise<boolean> {
  const { promise: timeIsUp, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), writeTimeoutMs)
  try {
    return await Promise.race([written.then(() => true), timeIsUp])
  } finally {
    clearTimeout(timer)
  }
}
