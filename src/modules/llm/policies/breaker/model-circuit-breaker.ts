import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
  type IDefaultPolicyContext
} from 'cockatiel'
import type { LlmSettings } from '#modules/llm/llm.config.js'
import { AiError } from '#modules/llm/ai-error.js'
import { FailedAttempt } from '../attempts/attempt.js'
import { currentOwner, FailureRun, type BreakerScope } from './failure-run.js'
import { OwnPolicy } from '../own-policy.js'

export type BreakerState = 'closed' | 'half_open' | 'open'

interface BreakerOptions {
  readonly failureThreshold: number
  readonly successThreshold: number
  readonly halfOpenAfterMs: number
}

/**
 * Circuit breaker of one model: cockatiel's, with three differences.
 * - If all failures that open it are of one owner, it rejects only calls of that owner: see FailureRun.
 * - Half-open, it executes one call at a time and rejects the others at once; cockatiel lets them wait.
 * - A failed attempt is a returned value, and it counts once a call: the retries of one prompt that
 *   the provider cannot answer must not open the breaker for every other prompt.
 */
export class ModelBreaker extends OwnPolicy<IDefaultPolicyContext> {
  private readonly breaker: CircuitBreakerPolicy
  private readonly run: FailureRun
  private isTrialRunning = false
  private openedAtMs = 0

  constructor(private readonly options: BreakerOptions) {
    super()
    this.run = new FailureRun(options.failureThreshold)
    this.breaker = circuitBreaker(
      // A client that disconnects during a trial proves nothing, so the breaker opens again.
      handleWhen(error =>
        error instanceof AiError
          ? error.policy.breaker
          : !(error instanceof Uncounted) && this.isTrial
      ).orWhenResult(result => result instanceof FailedAttempt),
      {
        breaker: new ConsecutiveBreaker(options.failureThreshold),
        halfOpenAfter: options.halfOpenAfterMs,
        halfOpenSampling: { calls: options.successThreshold, threshold: 0 }
      }
    )
    this.breaker.onBreak(() => (this.openedAtMs = performance.now()))
    this.breaker.onReset(() => this.run.close())
  }

  get state(): BreakerState {
    return stateNames[this.breaker.state]
  }

  /** Time until an open breaker executes a call as a trial. */
  get trialInMs(): number {
    return Math.max(this.openedAtMs + this.options.halfOpenAfterMs - performance.now(), 0)
  }

  onStateChange(listener: (state: BreakerState) => void): void {
    this.breaker.onStateChange(state => listener(stateNames[state]))
  }

  get scope(): BreakerScope {
    return this.run.scope
  }

  /** Whether it rejects calls of the present owner, unless the next one is a trial. */
  get isOpenForOwner(): boolean {
    return this.state === 'open' && this.run.blocks(currentOwner())
  }

  /** @throws BrokenCircuitError while it is open for the owner, or half-open with a trial running */
  async execute<T>(
    work: (context: IDefaultPolicyContext) => PromiseLike<T> | T,
    signal: AbortSignal = new AbortController().signal
  ): Promise<T> {
    const owner = currentOwner()
    const observed = (context: IDefaultPolicyContext): Promise<T> =>
      this.observe(work, context, owner)
    if (this.breaker.state === CircuitState.Closed) return this.guard(observed, signal)
    const isTrial = this.trialInMs === 0 && !this.isTrialRunning
    if (!isTrial && this.run.blocks(owner)) throw new BrokenCircuitError()
    if (!isTrial) return withoutMark(() => observed({ signal }))
    this.isTrialRunning = true
    try {
      return await this.guard(observed, signal)
    } finally {
      this.isTrialRunning = false
    }
  }

  /** Records the result. A failure that does not count is thrown past cockatiel. */
  private async observe<T>(
    work: (context: IDefaultPolicyContext) => PromiseLike<T> | T,
    context: IDefaultPolicyContext,
    owner: string
  ): Promise<T> {
    try {
      const result = await work(context)
      if (!(result instanceof FailedAttempt)) this.run.succeeded()
      else if (this.counts(result)) this.run.failed(owner)
      else throw new Uncounted(result)
      return result
    } catch (error) {
      if (error instanceof AiError && error.policy.breaker) this.run.failed(owner)
      throw error
    }
  }

  private guard<T>(
    work: (context: IDefaultPolicyContext) => Promise<T>,
    signal: AbortSignal
  ): Promise<T> {
    return withoutMark(() => this.breaker.execute(work, signal))
  }

  private counts({ failure, isRepeat }: FailedAttempt): boolean {
    return failure.policy.breaker && (!isRepeat || this.isTrial)
  }

  private get isTrial(): boolean {
    return this.breaker.state === CircuitState.HalfOpen
  }
}

/** A result that does not depend on the health of the model. */
class Uncounted extends Error {
  constructor(readonly result: FailedAttempt) {
    super()
  }
}

async function withoutMark<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Uncounted) return error.result as T
    throw error
  }
}

/** A breaker with the configured thresholds. */
export function modelBreaker(settings: LlmSettings): ModelBreaker {
  return new ModelBreaker({
    failureThreshold: settings.CIRCUIT_BREAKER_FAILURE_THRESHOLD,
    successThreshold: settings.CIRCUIT_BREAKER_SUCCESS_THRESHOLD,
    halfOpenAfterMs: settings.CIRCUIT_BREAKER_TIMEOUT * 1000
  })
}

const stateNames: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open'
}
