import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { InjectMetric, type Counter, type Gauge } from '#core/metrics/inject-metric.js'
import type { BreakerState, ModelBreaker } from './model-breaker.js'
import type { Reason } from '#modules/llm/failure-policies.js'

const stateNumbers: Readonly<Record<BreakerState, number>> = { closed: 0, half_open: 1, open: 2 }

/** What Prometheus and the log learn of the policies around the language model. */
@Injectable()
export class PolicyMetrics {
  constructor(
    private readonly logger: PinoLogger,
    @InjectMetric('jiraiya_circuit_breaker_state') private readonly breakers: Gauge,
    @InjectMetric('jiraiya_circuit_breaker_transitions_total') private readonly turns: Counter,
    @InjectMetric('jiraiya_ai_retries_total') private readonly retries: Counter,
    @InjectMetric('jiraiya_ai_fallbacks_total') private readonly fallbacks: Counter,
    @InjectMetric('jiraiya_ai_bulkhead_in_use') private readonly inUse: Gauge,
    @InjectMetric('jiraiya_ai_bulkhead_queued') private readonly queued: Gauge
  ) {}

  /** Shows a breaker's state from now on. */
  watch(model: string, breaker: ModelBreaker): void {
    this.breakers.set({ model }, stateNumbers[breaker.state])
    breaker.onStateChange(state => this.turned(model, state))
  }

  private turned(model: string, state: BreakerState): void {
    this.breakers.set({ model }, stateNumbers[state])
    this.turns.inc({ model, to: state })
    const level = state === 'open' ? 'error' : 'warn'
    this.logger[level]({ action: 'circuit_breaker', model, state }, `Circuit breaker is ${state}`)
  }

  retried(model: string, reason: Reason): void {
    this.retries.inc({ model, reason })
  }

  fellBack(from: string, to: string, reason: Reason): void {
    this.fallbacks.inc({ from, to })
    this.logger.warn({ action: 'model_fallback', from, to, reason }, 'Falling back')
  }

  bulkhead(inUse: number, queued: number): void {
    this.inUse.set(inUse)
    this.queued.set(queued)
  }
}
