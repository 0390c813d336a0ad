import type { PinoLogger } from 'nestjs-pino'
import type { RedisMetrics } from './redis.metrics.js'

/** After a failure nobody asks for so long; then one request does, and again so long nobody. */
const restMs = 1000
const saySeldomMs = 60_000

export interface StateReport {
  /** The label of the metrics. */
  readonly store: string
  readonly logger: PinoLogger
  readonly metrics: RedisMetrics
}

/** Whether a store is worth asking, and who hears of it: log and metrics. */
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

  /** Asking for leave is taking it: of those who come while it is gone, one a second tries. */
  canAttempt(): boolean {
    if (this.isUp) return true
    const nowMs = this.nowMs()
    if (nowMs < this.retryAtMs) return false
    this.retryAtMs = nowMs + restMs
    return true
  }

  /** A connection stands: it may be asked, unless it has just failed to answer. */
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
    logger.info({ action: 'redis_recovered', store }, 'Redis is back')
  }

  /** The connection is gone: as soon as there is another one, it may be asked. */
  disconnected(error?: unknown): void {
    const { store, metrics, logger } = this.report
    this.isUp = false
    metrics.up.set({ store }, 0)
    const nowMs = this.nowMs()
    if (nowMs < this.nextLogAtMs) return
    this.nextLogAtMs = nowMs + saySeldomMs
    this.hasLoggedOutage = true
    logger.warn(
      { action: 'redis_down', store, ...(error !== undefined && { err: error }) },
      'Redis does not answer; going on without it'
    )
  }

  /** Asked in vain, or not even worth asking. */
  recordSkipped(): void {
    this.report.metrics.failures.inc({ store: this.report.store })
  }

  failed(error: unknown): void {
    this.retryAtMs = this.nowMs() + restMs
    this.disconnected(error)
  }
}
