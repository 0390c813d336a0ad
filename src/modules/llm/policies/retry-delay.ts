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
 * How long to wait before the next attempt; undefined when there should be none. Exponential with
 * full jitter (1, 2, 4 … 10 s), or what the provider asked for, if that fits the deadline: waiting
 * beyond it helps nobody, so then the caller is told at once.
 */
export function retryDelay(
  { outcome, retryAfterMs }: Pick<AiError, 'outcome' | 'retryAfterMs'>,
  { retries, maxRetries, remainingMs }: Situation,
  random: () => number = Math.random
): number | undefined {
  if (!outcome.transient || retries >= maxRetries) return undefined
  const backoffMs = random() * Math.min(firstDelayMs * 2 ** retries, maxDelayMs)
  const delayMs = retryAfterMs ?? backoffMs
  return delayMs < remainingMs ? delayMs : undefined
}
