import type { RetryOptions } from './client-options.js'
import { JiraiyaError } from './jiraiya-error.js'

/**
 * Attempts until one succeeds or another makes no sense.
 * @throws what the last attempt threw, or the signal's reason when it aborts a wait
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  options: RetryOptions,
  signal: AbortSignal | undefined
): Promise<T> {
  const lastStart = Date.now() + (options.withinMs ?? 60_000)
  for (let made = 1; ; made++) {
    try {
      return await attempt()
    } catch (error) {
      const waitMs = waitAfter(error, made, options)
      if (waitMs === undefined || Date.now() + waitMs > lastStart) throw error
      await pause(waitMs, signal)
    }
  }
}

/** Milliseconds until the next attempt; undefined where there is none. */
export function waitAfter(
  error: unknown,
  made: number,
  { maxAttempts = 3, baseDelayMs = 500, maxDelayMs = 10_000 }: RetryOptions
): number | undefined {
  if (!(error instanceof JiraiyaError) || !error.retryable || made >= maxAttempts) return undefined
  if (error.retryAfter !== undefined) return error.retryAfter * 1000
  return Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (made - 1))
}

/** Resolves after so many milliseconds; rejects with the signal's reason when that comes first. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, ms)
    if (signal?.aborted) leave()
    else signal?.addEventListener('abort', leave, { once: true })
  })
}
