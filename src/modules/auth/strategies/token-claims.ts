/** Tolerated difference between the clocks of whoever signs and ours. */
export const clockSkewSeconds = 30

/** An owner's id as it may stand in tokens and in `X-User-ID`. */
const ownerId = /^[A-Za-z0-9._:@-]{1,128}$/

export function isOwnerId(value: unknown): value is string {
  return typeof value === 'string' && ownerId.test(value)
}

/** The claims that every token here must carry, as signed. Times are seconds since the epoch. */
export interface TokenClaims {
  readonly sub: string
  readonly exp: number
  readonly iat?: number
  readonly [claim: string]: unknown
}

/** A token whose signature holds and whose claims do not; the text is for the log. */
export class UnacceptableClaims extends Error {}

/**
 * What signature and expiry do not cover: who it is about, that it ends, that it is not from the
 * future.
 * @throws UnacceptableClaims
 */
export function acceptClaims(payload: unknown, nowSeconds = Date.now() / 1000): TokenClaims {
  if (typeof payload !== 'object' || payload === null) throw new UnacceptableClaims('no claims')
  const { sub, exp, iat } = payload as Readonly<Record<string, unknown>>
  if (!isOwnerId(sub)) throw new UnacceptableClaims('sub is missing or malformed')
  if (typeof exp !== 'number') throw new UnacceptableClaims('exp is missing')
  if (iat !== undefined && typeof iat !== 'number') throw new UnacceptableClaims('iat is malformed')
  if (iat !== undefined && iat > nowSeconds + clockSkewSeconds) {
    throw new UnacceptableClaims('issued in the future')
  }
  return payload as TokenClaims
}
