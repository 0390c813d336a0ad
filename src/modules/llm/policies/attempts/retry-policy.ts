import type { AiError } from '#modules/llm/ai-error.js'

const firstDelayMs = 1000
const maxDelayMs = 10_000

interface Situation {
  /** Retries made so far for this call at this model. */
  readonly retries: number
  readonly maxRetries: number
  /** Time left until the deadline. */
  readonly remainingMs: number
}

/**
 * The wait before the next attempt; undefined when there must be none. Exponential backoff with full
 * jitter (1, 2, 4 … 10 s), or the provider's Retry-After. A wait that would pass the deadline is not
 * started: the call fails at once.
 */
export function retryDelay(
  { policy, retryAfterMs }: Pick<AiError, 'policy' | 'retryAfterMs'>,
  { retries, maxRetries, remainingMs }: Situation,
  random: () => number = Math.random
): number | undefined {
  const most = Math.min(maxRetries, policy.maxRetries ?? maxRetries)
  if (!policy.transient || retries >= most) return undefined
  const backoffMs = random() * Math.min(firstDelayMs * 2 ** retries, maxDelayMs)
  const delayMs = retryAfterMs ?? backoffMs
  return delayMs < remainingMs ? delayMs : undefined
}
