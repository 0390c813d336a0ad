import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import type { Principal } from '#core/access/principal.js'
import { rateLimitConfig } from '#modules/rate-limit/rate-limit.config.js'
import { RateLimitMetrics } from '#modules/rate-limit/rate-limit.metrics.js'
import { Traced } from '#core/tracing/traced.js'
import type { RateLimitKind } from './rate-limit.decorator.js'
import type { WindowCount } from './counters/owner-count.js'
import { ownerLimits, type LimitPolicy, type OwnerLimit } from './owner-limits.js'
import { ProcessCounter } from './counters/process-counter.js'
import { RedisCounter } from './counters/redis-counter.js'

/** The state of one limit. */
export interface LimitStatus {
  readonly policy: LimitPolicy
  readonly limit: number
  readonly remaining: number
  /** Seconds until the window ends; 0 when no window is open. */
  readonly resetSeconds: number
  readonly windowSeconds: number
}

export interface LimitDecision {
  readonly isAllowed: boolean
  readonly statuses: readonly LimitStatus[]
}

/**
 * The rate limits of owners. Redis decides for all instances. While Redis is unavailable each instance counts
 * alone, with its share of the limit. An instance always counts what Redis allowed here, so its counters are
 * warm when an outage begins.
 */
@Injectable()
export class RateLimitsService {
  private readonly own = new ProcessCounter()

  constructor(
    @Inject(rateLimitConfig.KEY) private readonly settings: ConfigType<typeof rateLimitConfig>,
    private readonly shared: RedisCounter,
    private readonly metrics: RateLimitMetrics
  ) {}

  /** Counts one request against all limits of its kind, or against none when one is exhausted. */
  @Traced('rate limit')
  async take(principal: Principal, kind: RateLimitKind): Promise<LimitDecision> {
    const { owner } = principal
    const limits = ownerLimits(this.settings, principal, kind)
    const shared = await this.shared.take(owner, limits)
    this.metrics.decisions.inc({ counter: shared === undefined ? 'process' : 'redis' })
    if (shared !== undefined) {
      if (shared.isTaken) this.own.count(owner, limits)
      return { isAllowed: shared.isTaken, statuses: statuses(limits, shared.windows) }
    }
    const shares = this.sharesOf(limits)
    const own = this.own.take(owner, shares)
    return { isAllowed: own.isTaken, statuses: statuses(shares, own.windows) }
  }

  /** The state of the limits of a kind, or of all; counts nothing. */
  async peek(principal: Principal, kind?: RateLimitKind): Promise<readonly LimitStatus[]> {
    const kinds = kind === undefined ? (['generation', 'read'] as const) : [kind]
    const limits = kinds.flatMap(each => ownerLimits(this.settings, principal, each))
    const shared = await this.shared.peek(principal.owner, limits)
    if (shared !== undefined) return statuses(limits, shared)
    const shares = this.sharesOf(limits)
    return statuses(shares, this.own.peek(principal.owner, shares))
  }

  private sharesOf(limits: readonly OwnerLimit[]): readonly OwnerLimit[] {
    const { REPLICAS } = this.settings
    return limits.map(each => ({ ...each, limit: Math.ceil(each.limit / REPLICAS) }))
  }
}

function statuses(
  limits: readonly OwnerLimit[],
  windows: readonly WindowCount[]
): readonly LimitStatus[] {
  return limits.map(({ policy, limit, windowMs }, index) => {
    const { hits, endsInMs } = windows[index] ?? { hits: 0, endsInMs: 0 }
    return {
      policy,
      limit,
      remaining: Math.max(limit - hits, 0),
      resetSeconds: Math.ceil(endsInMs / 1000),
      windowSeconds: windowMs / 1000
    }
  })
}
