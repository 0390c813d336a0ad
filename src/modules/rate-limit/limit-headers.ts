import type { LimitStatus } from './rate-limits.service.js'
import type { LimitedReply } from './too-many-requests.js'

/**
 * Sends the state of the limits: `X-RateLimit-*` of the limit nearest to exhaustion, `RateLimit` and
 * `RateLimit-Policy` of all (draft-ietf-httpapi-ratelimit-headers-11).
 */
export function writeLimitHeaders(reply: LimitedReply, statuses: readonly LimitStatus[]): void {
  const nearest = nearestToExhaustion(statuses)
  if (nearest === undefined) return
  reply.header('X-RateLimit-Limit', String(nearest.limit))
  reply.header('X-RateLimit-Remaining', String(nearest.remaining))
  reply.header('X-RateLimit-Reset', String(nearest.resetSeconds))
  reply.header(
    'RateLimit-Policy',
    statuses
      .map(({ policy, limit, windowSeconds: w }) => `"${policy}";q=${limit};w=${w}`)
      .join(', ')
  )
  reply.header(
    'RateLimit',
    statuses
      .map(({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`)
      .join(', ')
  )
}

/** Of several limits with the same remainder, the one whose window ends last. */
export function nearestToExhaustion(statuses: readonly LimitStatus[]): LimitStatus | undefined {
  return statuses.toSorted(
    (a, b) => a.remaining - b.remaining || b.resetSeconds - a.resetSeconds
  )[0]
}
