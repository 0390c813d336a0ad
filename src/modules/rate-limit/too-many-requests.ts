import { AppError } from '#core/errors/app-error.js'

/** Window of both per-IP limits. */
export const windowMs = 60_000

/** The part of the platform's reply that a limit writes to. */
export interface LimitedReply {
  header(name: string, value: string): unknown
}

interface Exceeded {
  readonly policy: 'flood' | 'logins'
  readonly limit: number
  readonly retryAfterSeconds: number
  readonly message: string
}

/** The error of an exceeded limit. Also writes the limit's headers (IETF draft RateLimit). */
export function tooManyRequests(reply: LimitedReply, exceeded: Exceeded): AppError {
  const { policy, limit, retryAfterSeconds, message } = exceeded
  reply.header('RateLimit-Policy', `"${policy}";q=${limit};w=${windowMs / 1000}`)
  reply.header('RateLimit', `"${policy}";r=0;t=${retryAfterSeconds}`)
  return new AppError('RATE_LIMIT_EXCEEDED', { message, retryAfterSeconds })
}
