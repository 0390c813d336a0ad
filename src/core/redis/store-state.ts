import type { PinoLogger } from 'nestjs-pino'
import type { Counter, Gauge } from '#core/metrics/inject-metric.js'

/** After a failure nobody asks for so long; then one request does, and again so long nobody. */
const restMs = 1000
const saySeldomMs = 60_000

export interface StateReport {
  /** The label of the metrics. */
  readonly store: string
  readonly logger: PinoLogger
  readonly up: Gauge
  readonly failures: Counter
}

/** Whether a store is worth asking, and who hears of it: log and metrics. */
export class StoreState {
  private isUp = false
  private restsUntilMs = -Infinity
  private mayComplainAtMs = -Infinity
  private hasComplained = false

  constructor(
    private readonly report: StateReport,
    private readonly nowMs: () => number = () => performance.now()
  ) {
    report.up.set({ store: report.store }, 0)
  }

  /** Asking for leave is taking it: of those who come while it is gone, one a second tries. */
  mayAsk(): boolean {
    if (this.isUp) return true
    const nowMs = this.nowMs()
    if (nowMs < this.restsUntilMs) return false
    this.restsUntilMs = nowMs + restMs
    return true
  }

  /** A connection stands: it may be asked, unless it has just failed to answer. */
  connected(): void {
    if (this.nowMs() >= this.restsUntilMs) this.answered()
  }

  answered(): void {
    if (this.isUp) return
    const { store, up, logger } = this.report
    this.isUp = true
    up.set({ store }, 1)
    if (!this.hasComplained) return
    this.hasComplained = false
    logger.info({ action: 'redis_back', store }, 'Redis is back')
  }

  /** The connection is gone: as soon as there is another one, it may be asked. */
  disconnected(error?: unknown): void {
    const { store, up, logger } = this.report
    this.isUp = false
    up.set({ store }, 0)
    const nowMs = this.nowMs()
    if (nowMs < this.mayComplainAtMs) return
    this.mayComplainAtMs = nowMs + saySeldomMs
    this.hasComplained = true
    logger.warn(
      { action: 'redis_gone', store, ...(error !== undefined && { err: error }) },
      'Redis does not answer; going on without it'
    )
  }

  /** Asked in vain, or not even worth asking. */
  wentWithout(): void {
    this.report.failures.inc({ store: this.report.store })
  }

  failed(error: unknown): void {
    this.restsUntilMs = this.nowMs() + restMs
    this.disconnected(error)
  }
}
