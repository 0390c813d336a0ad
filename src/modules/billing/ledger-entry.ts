import type { NewLedgerEntry } from './tables.js'
import { fromDecimal, toDecimal } from './prices/money.js'

export type LedgerEntry = NewLedgerEntry

/** The columns that the service writes; the others have defaults. */
export const entryColumns = Object.keys({
  kind: 0,
  attempt_id: 0,
  generation_id: 0,
  owner: 0,
  credential: 0,
  payer: 0,
  model: 0,
  outcome: 0,
  prompt_tokens: 0,
  cached_prompt_tokens: 0,
  cache_write_tokens: 0,
  completion_tokens: 0,
  reported: 0,
  cost_usd: 0,
  price_table: 0,
  request_id: 0,
  correlation_id: 0
} satisfies Record<keyof LedgerEntry, 0>)

/** A sum as the database returns it. */
export interface Sum {
  /** US dollars, decimal. */
  readonly usd: string
  readonly tokens: string
}

export function sumOf(entries: readonly LedgerEntry[]): Sum {
  const cost = entries.reduce((sum, { cost_usd: usd }) => sum + fromDecimal(usd), 0n)
  const tokens = entries.reduce(
    (sum, entry) => sum + entry.prompt_tokens + entry.completion_tokens,
    0
  )
  return { usd: toDecimal(cost), tokens: String(tokens) }
}

/** The entry that reverses another one. */
export function refundOf(entry: LedgerEntry): LedgerEntry {
  return {
    ...entry,
    kind: 'refunded',
    prompt_tokens: -entry.prompt_tokens,
    cached_prompt_tokens: -entry.cached_prompt_tokens,
    cache_write_tokens: -entry.cache_write_tokens,
    completion_tokens: -entry.completion_tokens,
    cost_usd: `-${entry.cost_usd}`
  }
}
