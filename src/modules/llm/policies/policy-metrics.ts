import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { LlmMetrics } from '#modules/llm/llm.metrics.js'
import type { CallBulkhead } from './call-bulkhead.js'
import type { FallbackPolicy } from './fallback-policy.js'
import type { BreakerState, ModelBreaker } from './breaker/model-circuit-breaker.js'
import type { ModelPolicy } from './model-policy.js'

const stateNumbers: Readonly<Record<BreakerState, number>> = { closed: 0, half_open: 1, open: 2 }

/** Metrics and log lines of the policies: it listens to their events. */
@Injectable()
export class PolicyMetrics {
  constructor(
    private readonly logger: PinoLogger,
    private readonly metrics: LlmMetrics
  ) {}

  /** Observes the circuit breaker and the retries of a model. */
  watchModel({ model, breaker, onRetry }: ModelPolicy): void {
    this.watchBreaker(model, breaker)
    onRetry(reason => this.metrics.retries.inc({ model, reason }))
  }

  watchBreaker(model: string, breaker: ModelBreaker): void {
    this.metrics.breakerState.set({ model }, stateNumbers[breaker.state])
    breaker.onStateChange(state => {
      this.metrics.breakerState.set({ model }, stateNumbers[state])
      this.metrics.breakerTransitions.inc({ model, to: state })
      const level = state === 'open' ? 'error' : 'warn'
      const { scope } = breaker
      const fields = { action: 'circuit_breaker', model, state, ...(state === 'open' && { scope }) }
      this.logger[level](fields, `Circuit breaker is ${state}`)
    })
  }

  /** Observes the policies that all models share. */
  watchCalls(bulkhead: CallBulkhead, fallback: FallbackPolicy): void {
    bulkhead.onChange(({ inUse, queued }) => {
      this.metrics.bulkheadInUse.set(inUse)
      this.metrics.bulkheadQueued.set(queued)
    })
    fallback.onFallback(({ from, to, reason }) => {
      this.metrics.fallbacks.inc({ from, to })
      this.logger.warn({ action: 'model_fallback', from, to, reason }, 'Falling back')
    })
  }
}
