import { getEventListeners } from 'node:events'
import { SingleFlight } from './single-flight.js'

/** Work that ends when the test resolves it, or when its signal aborts. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const begun: AbortSignal[] = []
  const run = (signal: AbortSignal): Promise<string> => {
    begun.push(signal)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    return promise
  }
  return { run, begun, resolve, reject }
}

const forever = (): AbortSignal => new AbortController().signal

describe('A flight', () => {
  it('is shared by concurrent callers with the same key', async () => {
    const flights = new SingleFlight<string>()
    const { run, begun, resolve } = work()
    const answers = [1, 2, 3].map(() => flights.share('a', forever(), run))
    resolve('story')
    expect(await Promise.all(answers)).toEqual([
      { value: 'story', shared: false },
      { value: 'story', shared: true },
      { value: 'story', shared: true }
    ])
    expect(begun).toHaveLength(1)
    expect(flights.size).toBe(0)
  })

  it('is not shared with other keys, nor with callers after its end', async () => {
    const flights = new SingleFlight<string>()
    const { run, begun, resolve } = work()
    resolve('story')
    await Promise.all([flights.share('a', forever(), run), flights.share('b', forever(), run)])
    expect(await flights.share('a', forever(), run)).toEqual({ value: 'story', shared: false })
    expect(begun).toHaveLength(3)
  })

  it('continues when a waiter disconnects, even the one that started it', async () => {
    const flights = new SingleFlight<string>()
    const { run, begun, resolve } = work()
    const first = new AbortController()
    const leaving = flights.share('a', first.signal, run)
    const staying = flights.share('a', forever(), run)
    first.abort(new Error('hung up'))
    await expect(leaving).rejects.toThrow('hung up')
    expect(begun[0]?.aborted).toBe(false)
    resolve('story')
    expect(await staying).toEqual({ value: 'story', shared: true })
  })

  it('is aborted when the last waiter disconnects, with the reason of that waiter', async () => {
    const flights = new SingleFlight<string>()
    const { run, begun } = work()
    const [first, second] = [new AbortController(), new AbortController()]
    const waiting = [first, second].map(({ signal }) => flights.share('a', signal, run))
    first.abort(new Error('first'))
    second.abort(new Error('second'))
    await expect(waiting[0]).rejects.toThrow('first')
    await expect(waiting[1]).rejects.toThrow('second')
    expect(begun[0]?.aborted).toBe(true)
    expect(begun[0]?.reason).toEqual(new Error('second'))
  })

  it('is not joined by new callers while it is being aborted', async () => {
    const flights = new SingleFlight<string>()
    const stopped = work()
    const leaving = new AbortController()
    const gone = flights.share('a', leaving.signal, stopped.run)
    leaving.abort(new Error('hung up'))
    const { run, resolve } = work()
    const next = flights.share('a', forever(), run)
    resolve('another')
    expect(await next).toEqual({ value: 'another', shared: false })
    await expect(gone).rejects.toThrow('hung up')
    expect(flights.size).toBe(0)
  })

  it('rejects for all waiters when it fails, and is removed', async () => {
    const flights = new SingleFlight<string>()
    const { run, reject } = work()
    const waiting = [1, 2].map(() => flights.share('a', forever(), run))
    reject(new Error('refused'))
    const results = await Promise.allSettled(waiting)
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const again = work()
    again.resolve('story')
    expect(await flights.share('a', forever(), again.run)).toMatchObject({ shared: false })
  })

  it('rejects like any other when the work throws synchronously', async () => {
    const flights = new SingleFlight<string>()
    const broken = (): Promise<string> => {
      throw new Error('at once')
    }
    await expect(flights.share('a', forever(), broken)).rejects.toThrow('at once')
    expect(flights.size).toBe(0)
  })

  it('does not start for a caller whose signal is already aborted', async () => {
    const flights = new SingleFlight<string>()
    const { run, begun } = work()
    await expect(flights.share('a', AbortSignal.abort(new Error('left')), run)).rejects.toThrow(
      'left'
    )
    expect(begun).toHaveLength(0)
  })

  it('removes its listeners', async () => {
    const flights = new SingleFlight<string>()
    const { signal } = new AbortController()
    for (let round = 0; round < 100; round++) {
      await flights.share('a', signal, () => Promise.resolve('story'))
      await flights.share('a', signal, () => Promise.reject(new Error('no'))).catch(() => undefined)
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    expect(flights.size).toBe(0)
  })
})
