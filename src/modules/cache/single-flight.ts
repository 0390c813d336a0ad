export interface Shared<T> {
  readonly value: T
  /** Whether somebody else had already begun it. */
  readonly shared: boolean
}

interface Flight<T> {
  readonly value: Promise<T>
  readonly controller: AbortController
  waiters: number
}

/** Those who want the same thing at the same time wait for one and the same piece of work. */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>()

  /** How many pieces of work are under way. */
  get size(): number {
    return this.flights.size
  }

  /**
   * What `work` gives, begun by this call or by an earlier one of the same key that still runs. The
   * work's signal aborts when the last waiter has left, for that one's reason.
   * @throws whatever the work throws; the reason of `signal` as soon as it aborts
   */
  async share(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>
  ): Promise<Shared<T>> {
    signal.throwIfAborted()
    const running = this.flights.get(key)
    const flight = running ?? this.begin(key, work)
    const value = await this.wait(key, flight, signal)
    return { value, shared: running !== undefined }
  }

  private begin(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const value = invoke(work, controller.signal).finally(() => this.forget(key, flight))
    // Whoever waits hears of it; when nobody is left it is nobody's.
    value.catch(() => undefined)
    const flight: Flight<T> = { value, controller, waiters: 0 }
    this.flights.set(key, flight)
    return flight
  }

  private async wait(key: string, flight: Flight<T>, signal: AbortSignal): Promise<T> {
    const { promise: left, reject: leave } = Promise.withResolvers<never>()
    const onAbort = (): void => {
      leave(signal.reason)
      this.leave(key, flight, signal.reason)
    }
    flight.waiters++
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([flight.value, left])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** Work that is being stopped is no longer there for whoever comes next. */
  private leave(key: string, flight: Flight<T>, reason: unknown): void {
    if (--flight.waiters > 0) return
    this.forget(key, flight)
    flight.controller.abort(reason)
  }

  private forget(key: string, flight: Flight<T>): void {
    if (this.flights.get(key) === flight) this.flights.delete(key)
  }
}

/** What throws at once rejects like what throws later. */
async function invoke<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal
): Promise<T> {
  return work(signal)
}
