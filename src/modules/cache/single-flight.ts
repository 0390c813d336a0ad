export interface Shared<T> {
  readonly value: T
  /** Whether an earlier call started the work. */
  readonly shared: boolean
}

interface Flight<T> {
  readonly value: Promise<T>
  readonly controller: AbortController
  waiters: number
}

/** Concurrent calls with the same key share one execution of the work. */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>()

  /** The number of executions in progress. */
  get size(): number {
    return this.flights.size
  }

  /**
   * Returns the result of `work`, which is started only if no call with the same key is in progress.
   * The signal of `work` aborts when the last waiting call is aborted, with the reason of that call.
   * @throws the error of `work`; the reason of `signal` as soon as it aborts
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
    // Every waiting call handles the rejection; without a call it must not be an unhandled rejection.
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

  /** Removes aborted work at once, so that the next call starts new work instead of joining it. */
  private leave(key: string, flight: Flight<T>, reason: unknown): void {
    if (--flight.waiters > 0) return
    this.forget(key, flight)
    flight.controller.abort(reason)
  }

  private forget(key: string, flight: Flight<T>): void {
    if (this.flights.get(key) === flight) this.flights.delete(key)
  }
}

/** Turns a synchronous error of `work` into a rejection. */
async function invoke<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal
): Promise<T> {
  return work(signal)
}
