import { SetMetadata, type CustomDecorator } from '@nestjs/common'

export const idempotentRoute = Symbol('idempotent route')

/** The route honours an Idempotency-Key; keys count for this name. */
export function Idempotent(route: string): CustomDecorator<symbol> {
  return SetMetadata(idempotentRoute, route)
}
