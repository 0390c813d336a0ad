import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
  type IDefaultPolicyContext,
  type IPolicy
} from 'cockatiel'
import type { Settings } from '#core/config/settings.js'
import { AiError } from '#modules/llm/ai-error.js'

export type BreakerState = 'closed' | 'half_open' | 'open'

interface BreakerOptions {
  readonly failureThreshold: number
  readonly successThreshold: number
  readonly halfOpenAfterMs: number
}

/**
 * One model's circuit breaker. cockatiel's own, but half-open it lets one call through at a time and
 * refuses the rest at once, where cockatiel would let them wait for the trial to end. A caller who
 * leaves during a trial proves nothing, so the circuit opens again.
 */
export class ModelBreaker implements IPolicy {
  declare readonly _altReturn: never
  private readonly breaker: CircuitBreakerPolicy
  private onTrial = false
  private openedAtMs = 0

  constructor(private readonly options: BreakerOptions) {
    const isTrial = (): boolean => this.breaker.state === CircuitState.HalfOpen
    this.breaker = circuitBreaker(
      handleWhen(error => (error instanceof AiError ? error.outcome.breaker : isTrial())),
      {
        breaker: new ConsecutiveBreaker(options.failureThreshold),
        halfOpenAfter: options.halfOpenAfterMs,
        halfOpenSampling: { calls: options.successThreshold, threshold: 0 }
      }
    )
    this.breaker.onBreak(() => (this.openedAtMs = performance.now()))
  }

  get state(): BreakerState {
    return words[this.breaker.state]
  }

  /** Time until an open breaker lets a call through on trial. */
  get trialInMs(): number {
    return Math.max(this.openedAtMs + this.options.halfOpenAfterMs - performance.now(), 0)
  }

  get onSuccess(): IPolicy['onSuccess'] {
    return this.breaker.onSuccess
  }

  get onFailure(): IPolicy['onFailure'] {
    return this.breaker.onFailure
  }

  onStateChange(listener: (state: BreakerState) => void): void {
    this.breaker.onStateChange(state => listener(words[state]))
  }

  async execute<T>(
    work: (context: IDefaultPolicyContext) => PromiseLike<T> | T,
    signal?: AbortSignal
  ): Promise<T> {
    if (this.breaker.state === CircuitState.Closed) return this.breaker.execute(work, signal)
    if (this.onTrial) throw new BrokenCircuitError()
    this.onTrial = true
    try {
      return await this.breaker.execute(work, signal)
    } finally {
      this.onTrial = false
    }
  }
}

/** A breaker as the settings want it. */
export function modelBreaker(settings: Settings): ModelBreaker {
  return new ModelBreaker({
    failureThreshold: settings.CIRCUIT_BREAKER_FAILURE_THRESHOLD,
    successThreshold: settings.CIRCUIT_BREAKER_SUCCESS_THRESHOLD,
    halfOpenAfterMs: settings.CIRCUIT_BREAKER_TIMEOUT * 1000
  })
}

const words: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open'
}
