/** The abort reason of a signal whose deadline has passed. */
export class DeadlineExceeded extends Error {
  constructor(readonly afterMs: number) {
    super(`the deadline of ${afterMs} ms has passed`)
    this.name = 'DeadlineExceeded'
  }
}

/**
 * Runs `work` with a signal that aborts when `parent` aborts (with its reason) or after `deadlineMs`
 * (with DeadlineExceeded). `deadlineAtMs` is on the monotonic clock. The caller chooses the deadline, for
 * example GENERATION_DEADLINE.
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
