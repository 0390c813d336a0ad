/** How much of one turn of the event loop all streamed answers together may use. */
const budgetMs = 10

/**
 * Shares the event loop between streamed answers. Microtasks run before timers and sockets: without
 * a limit, the buffered events of hundreds of answers keep probes waiting for seconds.
 */
export class EventLoopTurns {
  private endsAtMs: number | undefined
  private readonly waiting: (() => void)[] = []
  /** Whether a caller that waited is at work. */
  private isResumed = false

  /** Undefined if the caller may continue at once; otherwise resolves when it may. */
  wait(): Promise<void> | undefined {
    const endsAtMs = this.endsAtMs ?? this.begin()
    const mayGoOn = this.isResumed || this.waiting.length === 0
    if (mayGoOn && performance.now() < endsAtMs) return undefined
    // One that is at work continues first: finished streams free memory, half-read ones hold it.
    return new Promise(resolve => {
      if (this.isResumed) this.waiting.unshift(resolve)
      else this.waiting.push(resolve)
    })
  }

  private begin(): number {
    setImmediate(() => {
      this.endsAtMs = undefined
      if (this.waiting.length > 0) this.resume(this.begin())
    })
    this.endsAtMs = performance.now() + budgetMs
    return this.endsAtMs
  }

  private resume(endsAtMs: number): void {
    this.isResumed = true
    this.waiting.shift()?.()
    // A tick that a microtask adds runs after all microtasks, so when the caller has done its work.
    queueMicrotask(() =>
      process.nextTick(() => {
        this.isResumed = false
        if (this.waiting.length > 0 && performance.now() < endsAtMs) this.resume(endsAtMs)
      })
    )
  }
}

/** One for the process, because there is one event loop. */
export const eventLoopTurns = new EventLoopTurns()
