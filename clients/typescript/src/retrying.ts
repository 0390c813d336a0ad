import type { RetryOptions } from './client-options.js'
import { JiraiyaError } from './jiraiya-error.js'

/**
 * Retries `attempt` as `options` allow.
 * @throws the error of the last attempt, or the abort reason of the signal during a delay
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

/** Milliseconds until the next attempt; undefined if there is none. */
export function waitAfter(
  error: unknown,
  made: number,
  { maxAttempts = 3, baseDelayMs = 500, maxDelayMs = 10_000 }: RetryOptions
): number | undefined {
  if (!(error instanceof JiraiyaError) || !error.retryable || made >= maxAttempts) return undefined
  if (error.retryAfter !== undefined) return error.retryAfter * 1000
  return Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (made - 1))
}

/** Resolves after `ms` milliseconds; rejects with the abort reason if the signal is aborted first. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })
}
