/**
 * Amounts in picodollars (10^-12 US dollars). A price per million tokens with six decimals is an integer
 * number of picodollars per token, so sums are exact.
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

/** The format of the database: US dollars with twelve decimals. */
export function toDecimal(amount: Picodollars): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(13, '0')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -12)}.${digits.slice(-12)}`
}

/** The reverse; `text` is a decimal of at most twelve decimals. */
export function fromDecimal(text: string): Picodollars {
  const [whole = '0', decimals = ''] = text.replace('-', '').split('.')
  const amount = BigInt(whole + decimals.padEnd(12, '0'))
  return text.startsWith('-') ? -amount : amount
}
