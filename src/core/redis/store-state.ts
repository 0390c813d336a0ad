import type { PinoLogger } from 'nestjs-pino'
import type { RedisMetrics } from './redis.metrics.js'

/** The interval between half-open probes while the store is down. */
const restMs = 1000
const minLogIntervalMs = 60_000

export interface StateReport {
  /** The label of the metrics. */
  readonly store: string
  readonly logger: PinoLogger
  readonly metrics: RedisMetrics
}

/** A circuit breaker for a store. Logs and counts its changes of state. */
export class StoreState {
  private isUp = false
  private retryAtMs = -Infinity
  private nextLogAtMs = -Infinity
  private hasLoggedOutage = false

  constructor(
    private readonly report: StateReport,
    private readonly nowMs: () => number = () => performance.now()
  ) {
    report.metrics.up.set({ store: report.store }, 0)
  }

  /** While the store is down, returns true once per `restMs`: a half-open probe. */
  canAttempt(): boolean {
    if (this.isUp) return true
    const nowMs = this.nowMs()
    if (nowMs < this.retryAtMs) return false
    this.retryAtMs = nowMs + restMs
    return true
  }

  /** Has no effect within `restMs` of a failed command: a server that hangs also accepts connections. */
  connected(): void {
    if (this.nowMs() >= this.retryAtMs) this.answered()
  }

  answered(): void {
    if (this.isUp) return
    const { store, metrics, logger } = this.report
    this.isUp = true
    metrics.up.set({ store }, 1)
    if (!this.hasLoggedOutage) return
    this.hasLoggedOutage = false
    logger.info({ action: 'redis_recovered', store }, 'Redis is available again')
  }

  /** The connection was lost. Commands are tried again as soon as there is a new one. */
  disconnected(error?: unknown): void {
    const { store, metrics, logger } = this.report
    this.isUp = false
    metrics.up.set({ store }, 0)
    const nowMs = this.nowMs()
    if (nowMs < this.nextLogAtMs) return
    this.nextLogAtMs = nowMs + minLogIntervalMs
    this.hasLoggedOutage = true
    logger.warn(
      { action: 'redis_down', store, ...(error !== undefined && { err: error }) },
      'Redis is unavailable; the service continues without it'
    )
  }

  /** Counts a command that failed or was not sent. */
  recordSkipped(): void {
    this.report.metrics.failures.inc({ store: this.report.store })
  }

  failed(error: unknown): void {
    this.retryAtMs = this.nowMs() + restMs
    this.disconnected(error)
  }
}
