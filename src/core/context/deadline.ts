/** The reason of a signal that a deadline aborted. */
export class DeadlineExceeded extends Error {
  constructor(readonly afterMs: number) {
    super(`the deadline of ${afterMs} ms has passed`)
    this.name = 'DeadlineExceeded'
  }
}

/**
 * Runs `work` with a signal that aborts when `parent` does (with its reason) or when `deadlineMs`
 * milliseconds have passed (with DeadlineExceeded); it is told that moment too, in monotonic milliseconds. Timer and listener are gone when it returns.
 */
export async function withDeadline<T>(
  deadlineMs: number,
  parent: AbortSignal,
  work: (signal: AbortSignal, deadlineAtMs: number) => Promise<T>
): Promise<T> {
  const controller = new AbortController()
  const follow = (): void => controller.abort(parent.reason)
  if (parent.aborted) follow()
  parent.addEventListener('abort', follow, { once: true })
  const timer = setTimeout(() => controller.abort(new DeadlineExceeded(deadlineMs)), deadlineMs)
  try {
    return await work(controller.signal, performance.now() + deadlineMs)
  } finally {
    clearTimeout(timer)
    parent.removeEventListener('abort', follow)
  }
}
