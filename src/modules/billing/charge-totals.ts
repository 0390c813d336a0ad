/** The tokens and the money of one generation, all its attempts together. */
export interface ChargeTotals {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly totalTokens: number
  readonly costUsd: number
}

/** Of a story that was written before. */
export const zeroCost: ChargeTotals = {
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  costUsd: 0
}
