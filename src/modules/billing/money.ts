/**
 * Money as whole picodollars (10^-12 US dollars): a price of six decimals per million tokens is a
 * whole number of them per token, so sums are exact.
 */
export type Picodollars = bigint

const picodollarsPerDollar = 1e12

/** Price of one token from a price per million; more than six decimals are rounded. */
export function perToken(dollarsPerMillion: number): Picodollars {
  return BigInt(Math.round(dollarsPerMillion * 1e6))
}

export function toDollars(amount: Picodollars): number {
  return Number(amount) / picodollarsPerDollar
}
