import { SetMetadata, type CustomDecorator } from '@nestjs/common'

/** What a limit of owners counts. */
export type LimitedKind = 'generation' | 'read'

export const limitedRoute = Symbol('limited route')

/** Counts the route's requests against their owner's limit of this kind. Without it nothing counts. */
export function Limited(kind: LimitedKind): CustomDecorator<symbol> {
  return SetMetadata(limitedRoute, kind)
}
