/** Tokens and cost of all attempts of a generation. */
export interface ChargeTotals {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly totalTokens: number
  readonly costUsd: number
}

/** The totals of a cached story. */
export const zeroCost: ChargeTotals = {
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  costUsd: 0
}
