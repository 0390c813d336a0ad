import { GroupCommit } from './group-commit.js'
import { StoreUnavailable } from './store-error.js'

/** A lane whose flushes wait until they are released. */
function openLane(options: { hasCompany?: boolean; maxStallMs?: number } = {}) {
  const flushes: string[][] = []
  const releases: (() => void)[] = []
  let refuses: (item: string) => unknown = () => undefined
  const lane = new GroupCommit<string, string>({
    keyOf: item => item.slice(0, 1),
    hasCompany: () => options.hasCompany ?? false,
    maxStallMs: options.maxStallMs ?? 60_000,
    flush: async items => {
      flushes.push([...items])
      await new Promise<void>(resolve => releases.push(resolve))
      const error = items.map(refuses).find(found => found !== undefined)
      if (error !== undefined) throw error
      return items.map(item => item.toUpperCase())
    }
  })
  return {
    lane,
    flushes,
    refuse: (rule: typeof refuses) => (refuses = rule),
    /** Ends the current flush, or the next one. */
    release: async () => {
      while (releases.length === 0) await new Promise(setImmediate)
      releases.shift()?.()
    }
  }
}

describe('A lane of group commits', () => {
  it('writes all items that arrive during a flush in one batch, in order', async () => {
    const { lane, flushes, release } = openLane()
    const first = lane.submit('a')
    await release()
    expect(await first).toBe('A')
    const busy = lane.submit('b')
    while (flushes.length < 2) await new Promise(setImmediate)
    const gathered = ['c', 'd', 'e'].map(item => lane.submit(item))
    await release()
    await release()
    expect(await Promise.all([busy, ...gathered])).toEqual(['B', 'C', 'D', 'E'])
    expect(flushes).toEqual([['a'], ['b'], ['c', 'd', 'e']])
  })

  it('waits a few milliseconds for more items when other writers are active', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const { lane, flushes, release } = openLane({ hasCompany: true })
    const first = lane.submit('a')
    await new Promise(setImmediate)
    const second = lane.submit('b')
    await vi.advanceTimersByTimeAsync(3)
    await release()
    expect(await Promise.all([first, second])).toEqual(['A', 'B'])
    expect(flushes).toEqual([['a', 'b']])
  })

  it('puts at most 256 items into a flush and never two with the same key', async () => {
    const { lane, flushes, release } = openLane()
    const keys = Array.from({ length: 300 }, (_, index) => String.fromCodePoint(0x4e00 + index))
    const all = [...keys, `${keys[0]}2`].map(item => lane.submit(item))
    await release()
    await release()
    await Promise.all(all)
    expect(flushes.map(({ length }) => length)).toEqual([256, 45])
    expect(flushes[1]).toContain(`${keys[0]}2`)
  })

  it('rejects only the item that PostgreSQL refuses and writes the others', async () => {
    const { lane, flushes, release, refuse } = openLane()
    const poison = new Error('invalid input syntax')
    refuse(item => (item === 'c' ? poison : undefined))
    const all = Promise.allSettled(['a', 'b', 'c', 'd'].map(item => lane.submit(item)))
    for (let flush = 0; flush < 5; flush++) await release()
    const results = await all
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled'
    ])
    expect(results[2]).toMatchObject({ reason: poison })
    expect(flushes).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']])
  })

  it('rejects all items of a flush when the store is unavailable, and flushes later items', async () => {
    const { lane, flushes, release, refuse } = openLane()
    refuse(() => new StoreUnavailable(new Error('terminated')))
    const all = Promise.allSettled([lane.submit('a'), lane.submit('b')])
    await release()
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(flushes).toHaveLength(1)
    refuse(() => undefined)
    const next = lane.submit('c')
    await release()
    expect(await next).toBe('C')
  })

  it('rejects an item that waits too long behind a flush that hangs, and never writes it', async () => {
    const { lane, flushes, release } = openLane({ maxStallMs: 10 })
    const hanging = lane.submit('a')
    while (flushes.length === 0) await new Promise(setImmediate)
    await expect(lane.submit('b')).rejects.toThrow(StoreUnavailable)
    await release()
    await hanging
    expect(flushes).toEqual([['a']])
  })

  it('keeps items that wait longer than that, as long as flushes before them end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const { lane, flushes, release } = openLane({ maxStallMs: 10 })
    const first = lane.submit('a1')
    while (flushes.length === 0) await new Promise(setImmediate)
    const others = ['a2', 'a3', 'a4'].map(item => lane.submit(item))
    for (let flush = 1; flush <= 4; flush++) {
      while (flushes.length < flush) await new Promise(setImmediate)
      await vi.advanceTimersByTimeAsync(9)
      await release()
    }
    expect(await Promise.all([first, ...others])).toEqual(['A1', 'A2', 'A3', 'A4'])
  })

  it('rejects waiting items after a flush that fails, without waiting for the next one', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const { lane, flushes, release, refuse } = openLane({ maxStallMs: 10 })
    refuse(() => new StoreUnavailable(new Error('timeout')))
    const all = Promise.allSettled(['a1', 'a2', 'a3'].map(item => lane.submit(item)))
    while (flushes.length === 0) await new Promise(setImmediate)
    await vi.advanceTimersByTimeAsync(9)
    await release()
    while (flushes.length < 2) await new Promise(setImmediate)
    await vi.advanceTimersByTimeAsync(2)
    await release()
    const results = await all
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(flushes).toEqual([['a1'], ['a2']])
  })

  it('rejects an item at once with Retry-After when the queue is full', async () => {
    const { lane, flushes, release } = openLane()
    const hanging = lane.submit('a')
    while (flushes.length === 0) await new Promise(setImmediate)
    const waiting = Promise.all(Array.from({ length: 10_000 }, () => lane.submit('b')))
    await expect(lane.submit('c')).rejects.toMatchObject({
      code: 'SERVICE_OVERLOADED',
      retryAfterSeconds: expect.any(Number)
    })
    await release()
    await hanging
    void waiting.catch(() => undefined)
  })
})
