import type { AttemptEnd, TokenUsage } from '#modules/llm/language-model.js'
import type { Picodollars } from '../prices/money.js'
import type { HeldAttempt } from '../tables.js'
import { toDecimal } from '../prices/money.js'

/** Tokens and what they cost. */
export interface PricedUsage {
  readonly usage: TokenUsage
  readonly cost: Picodollars
}

/** One paid attempt of a generation. */
export interface Attempt {
  readonly id: string
  readonly model: string
  readonly worstCase: PricedUsage
  readonly priceTable: string
  /** What is reserved for it while it runs: its worst case or a part of that. */
  held: PricedUsage
  /** Resolves when `end` is set. */
  readonly ended: Promise<void>
  end?: AttemptEnd & { readonly cost: Picodollars }
}

/** Its cost if that is known, else what is reserved for it. */
export function costOf({ end, held }: Attempt): Picodollars {
  return end?.cost ?? held.cost
}

/** The tokens of `costOf`. */
export function tokensOf({ end, held }: Attempt): number {
  const usage = end === undefined ? held.usage : end.usage
  return usage === undefined ? 0 : usage.promptTokens + usage.completionTokens
}

/** What the attempt is recorded at if it is lost. */
export function heldOf(attempt: Attempt): HeldAttempt {
  const { id, end, held } = attempt
  const usage = end === undefined ? held.usage : end.usage
  return {
    attempt_id: id,
    prompt_tokens: usage?.promptTokens ?? 0,
    completion_tokens: usage?.completionTokens ?? 0,
    cost_usd: toDecimal(costOf(attempt))
  }
}

/** Failures of the provider for which it is unknown whether it bills them. */
export function isLost({ outcome, usage }: AttemptEnd): boolean {
  return outcome !== 'ok' && outcome !== 'client_closed' && usage?.reported === false
}
