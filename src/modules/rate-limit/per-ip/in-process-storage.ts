import type { ThrottlerStorage } from '@nestjs/throttler'
import { maxKeysInMemory, WindowCounter } from '#modules/rate-limit/counters/window-counter.js'

type StorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>

/** Counts in this process. The throttler's own memory storage keeps a timestamp per hit. */
export class InProcessStorage implements ThrottlerStorage {
  private readonly counter: WindowCounter

  constructor(nowMs?: () => number) {
    this.counter = new WindowCounter(maxKeysInMemory, nowMs)
  }

  increment(key: string, ttlMs: number, limit: number): Promise<StorageRecord> {
    const { hits, endsInMs } = this.counter.hit(key, ttlMs)
    const seconds = Math.ceil(endsInMs / 1000)
    const isBlocked = hits > limit
    return Promise.resolve({
      totalHits: hits,
      timeToExpire: seconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds : 0
    })
  }
}
