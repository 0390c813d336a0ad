import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { InjectMetric, type Counter, type Gauge } from '#core/metrics/inject-metric.js'
import type { CallBulkhead } from './call-bulkhead.js'
import type { FallbackPolicy } from './fallback-policy.js'
import type { BreakerState, ModelBreaker } from './model-breaker.js'
import type { ModelPolicy } from './model-policy.js'

const stateNumbers: Readonly<Record<BreakerState, number>> = { closed: 0, half_open: 1, open: 2 }

/** Metrics and log lines of the policies: it listens to their events. */
@Injectable()
export class PolicyMetrics {
  constructor(
    private readonly logger: PinoLogger,
    @InjectMetric('jiraiya_circuit_breaker_state') private readonly breakers: Gauge,
    @InjectMetric('jiraiya_circuit_breaker_transitions_total')
    private readonly transitions: Counter,
    @InjectMetric('jiraiya_ai_retries_total') private readonly retries: Counter,
    @InjectMetric('jiraiya_ai_fallbacks_total') private readonly fallbacks: Counter,
    @InjectMetric('jiraiya_ai_bulkhead_in_use') private readonly inUse: Gauge,
    @InjectMetric('jiraiya_ai_bulkhead_queued') private readonly queued: Gauge
  ) {}

  /** Observes the circuit breaker and the retries of a model. */
  watchModel({ model, breaker, onRetry }: ModelPolicy): void {
    this.watchBreaker(model, breaker)
    onRetry(reason => this.retries.inc({ model, reason }))
  }

  watchBreaker(model: string, breaker: ModelBreaker): void {
    this.breakers.set({ model }, stateNumbers[breaker.state])
    breaker.onStateChange(state => {
      this.breakers.set({ model }, stateNumbers[state])
      this.transitions.inc({ model, to: state })
      const level = state === 'open' ? 'error' : 'warn'
      this.logger[level]({ action: 'circuit_breaker', model, state }, `Circuit breaker is ${state}`)
    })
  }

  /** Observes what is shared by all models. */
  watchCalls(bulkhead: CallBulkhead, fallback: FallbackPolicy): void {
    bulkhead.onChange(({ inUse, queued }) => {
      this.inUse.set(inUse)
      this.queued.set(queued)
    })
    fallback.onFallback(({ from, to, reason }) => {
      this.fallbacks.inc({ from, to })
      this.logger.warn({ action: 'model_fallback', from, to, reason }, 'Falling back')
    })
  }
}
