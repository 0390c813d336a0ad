import { SetMetadata, type CustomDecorator } from '@nestjs/common'

/** The requests that a limit of owners counts. */
export type RateLimitKind = 'generation' | 'read'

export const rateLimitedRoute = Symbol('limited route')

/** Counts the route's requests against their owner's limit of this kind. Without it nothing counts. */
export function RateLimit(kind: RateLimitKind): CustomDecorator<symbol> {
  return SetMetadata(rateLimitedRoute, kind)
}
