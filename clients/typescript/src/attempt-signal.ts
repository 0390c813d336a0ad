/** A longer timer fires at once. */
const maxTimerMs = 2 ** 31 - 1

/**
 * The abort signal of one attempt: aborted by the caller's signal or by a timeout. It does not use
 * `AbortSignal.any`, which older browsers do not support.
 */
export class AttemptSignal {
  timedOut = false
  private readonly controller = new AbortController()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly timeoutMs: number,
    private readonly caller: AbortSignal | undefined
  ) {
    if (caller?.aborted) this.abort()
    else caller?.addEventListener('abort', this.abort, { once: true })
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** @throws the reason of the caller's signal if it is aborted */
  throwIfCallerAborted(): void {
    if (this.caller?.aborted) throw this.caller.reason
  }

  /** Runs `work` with the timeout. */
  async wait<T>(work: () => Promise<T>): Promise<T> {
    if (this.timeoutMs <= maxTimerMs) this.timer = setTimeout(this.expire, this.timeoutMs)
    try {
      return await work()
    } finally {
      clearTimeout(this.timer)
    }
  }

  /** Ends the attempt and removes its listener from the caller's signal. */
  close(): void {
    clearTimeout(this.timer)
    this.caller?.removeEventListener('abort', this.abort)
  }

  private readonly abort = (): void => this.controller.abort(this.caller?.reason)

  private readonly expire = (): void => {
    this.timedOut = true
    this.controller.abort()
  }
}
