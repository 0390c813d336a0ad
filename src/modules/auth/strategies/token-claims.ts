/** Tolerated clock difference between the signer and this service. */
export const clockSkewSeconds = 30

/** An owner's id in tokens and in `X-User-ID`. */
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

interface Times {
  readonly exp?: number
  readonly iat?: number
}

/** A token with a valid signature and unacceptable claims; the message is for the log. */
export class UnacceptableClaims extends Error {}

/**
 * Checks what signature and expiry do not cover: subject, presence of an expiry, and issue time.
 * @throws UnacceptableClaims
 */
export function acceptClaims(payload: unknown, nowSeconds = Date.now() / 1000): TokenClaims {
  if (typeof payload !== 'object' || payload === null) throw new UnacceptableClaims('no claims')
  const { sub, exp, iat } = payload as Readonly<Record<string, unknown>> & Times
  if (!isOwnerId(sub)) throw new UnacceptableClaims('sub is missing or malformed')
  if (exp === undefined) throw new UnacceptableClaims('exp is missing')
  // JSON can hold 1e999, which is read as Infinity.
  if (!Number.isFinite(exp)) throw new UnacceptableClaims('exp is malformed')
  if (iat !== undefined && !Number.isFinite(iat)) throw new UnacceptableClaims('iat is malformed')
  if (iat !== undefined && iat > nowSeconds + clockSkewSeconds) {
    throw new UnacceptableClaims('issued in the future')
  }
  return payload as TokenClaims
}
