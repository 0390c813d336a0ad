/**
 * Waits for one thing after the other until a signal aborts, so that a stalled client cannot block the caller. It
 * listens to the signal once, because a listener for each chunk of a stream would cost as much as the chunk's parsing.
 */
export class AbortWatch {
  private reject: ((reason: unknown) => void) | undefined

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', this.onAbort, { once: true })
  }

  /**
   * The result of `work`.
   * @throws the signal's reason, or the error of `work`
   */
  wait<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.signal.aborted) reject(this.signal.reason)
      this.reject = reject
      work.then(resolve, reject)
    })
  }

  end(): void {
    this.signal.removeEventListener('abort', this.onAbort)
  }

  private readonly onAbort = (): void => this.reject?.(this.signal.reason)
}

/**
 * Returns the result of `work`, or rejects when the signal aborts.
 * @throws the signal's reason, or the error of `work`
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const watch = new AbortWatch(signal)
  try {
    return await watch.wait(work)
  } finally {
    watch.end()
  }
}
