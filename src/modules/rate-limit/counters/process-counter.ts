import type { OwnerCount, WindowCount } from './owner-count.js'
import type { LimitPolicy, OwnerLimit } from '#modules/rate-limit/owner-limits.js'
import { maxKeysInMemory, WindowCounter } from './window-counter.js'

/** Counts of owners in this process, on the monotonic clock. */
export class ProcessCounter {
  /** One per policy, because windows of one length end in the order in which they began. */
  private readonly counters: Readonly<Record<LimitPolicy, WindowCounter>>

  constructor(nowMs?: () => number) {
    this.counters = {
      minute: new WindowCounter(maxKeysInMemory, nowMs),
      hour: new WindowCounter(maxKeysInMemory, nowMs),
      read: new WindowCounter(maxKeysInMemory, nowMs)
    }
  }

  /** Counts one request in all windows, or in none when one is full. */
  take(owner: string, limits: readonly OwnerLimit[]): OwnerCount {
    const windows = this.peek(owner, limits)
    const isFull = limits.some(({ limit }, index) => (windows[index]?.hits ?? 0) >= limit)
    return isFull
      ? { isTaken: false, windows }
      : { isTaken: true, windows: this.count(owner, limits) }
  }

  /** Counts a request that Redis has allowed. */
  count(owner: string, limits: readonly OwnerLimit[]): readonly WindowCount[] {
    return limits.map(({ policy, windowMs }) => this.counters[policy].hit(owner, windowMs))
  }

  peek(owner: string, limits: readonly OwnerLimit[]): readonly WindowCount[] {
    return limits.map(({ policy }) => this.counters[policy].peek(owner))
  }
}
