import type { OwnerLimit } from '#modules/rate-limit/owner-limits.js'
import { ProcessCounter } from './process-counter.js'

const limits: readonly OwnerLimit[] = [
  { policy: 'minute', limit: 2, windowMs: 60_000 },
  { policy: 'hour', limit: 3, windowMs: 3_600_000 }
]

describe('ProcessCounter', () => {
  it('counts a request in all windows or in none', () => {
    const clock = { ms: 0 }
    const counter = new ProcessCounter(() => clock.ms)
    const take = () => counter.take('user:a', limits)
    const hits = () => counter.peek('user:a', limits).map(window => window.hits)
    expect([take().isTaken, take().isTaken, take().isTaken]).toEqual([true, true, false])
    expect(hits()).toEqual([2, 2])
    clock.ms = 60_000
    expect([take().isTaken, take().isTaken]).toEqual([true, false])
    expect(hits()).toEqual([1, 3])
  })

  it('counts a request that another store has allowed', () => {
    const counter = new ProcessCounter()
    counter.count('user:a', limits)
    counter.count('user:a', limits)
    counter.count('user:a', limits)
    expect(counter.take('user:a', limits).isTaken).toBe(false)
    expect(counter.take('user:b', limits).isTaken).toBe(true)
  })

  it('returns the time until each window ends', () => {
    const clock = { ms: 0 }
    const counter = new ProcessCounter(() => clock.ms)
    expect(counter.peek('user:a', limits)).toEqual([
      { hits: 0, endsInMs: 0 },
      { hits: 0, endsInMs: 0 }
    ])
    counter.take('user:a', limits)
    clock.ms = 10_000
    expect(counter.peek('user:a', limits)).toEqual([
      { hits: 1, endsInMs: 50_000 },
      { hits: 1, endsInMs: 3_590_000 }
    ])
  })
})
