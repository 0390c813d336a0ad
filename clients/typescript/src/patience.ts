/** Beyond this a timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1

/**
 * One attempt's signal: aborts when the caller leaves, and when a wait takes too long. By hand, since
 * `AbortSignal.any` is missing in browsers that are still in use.
 */
export class Patience {
  /** Whether a wait took too long. */
  isOver = false
  private readonly controller = new AbortController()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly timeoutMs: number,
    private readonly caller: AbortSignal | undefined
  ) {
    if (caller?.aborted) this.leave()
    else caller?.addEventListener('abort', this.leave, { once: true })
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** @throws the reason of the caller's signal, once that is aborted */
  throwIfCallerLeft(): void {
    if (this.caller?.aborted) throw this.caller.reason
  }

  /** What is waited for here may take the time given, and no longer. */
  async wait<T>(work: () => Promise<T>): Promise<T> {
    if (this.timeoutMs <= longestTimerMs) this.timer = setTimeout(this.end, this.timeoutMs)
    try {
      return await work()
    } finally {
      clearTimeout(this.timer)
    }
  }

  /** The attempt is over: nothing is left behind on the caller's signal. */
  close(): void {
    clearTimeout(this.timer)
    this.caller?.removeEventListener('abort', this.leave)
  }

  private readonly leave = (): void => this.controller.abort(this.caller?.reason)

  private readonly end = (): void => {
    this.isOver = true
    this.controller.abort()
  }
}
