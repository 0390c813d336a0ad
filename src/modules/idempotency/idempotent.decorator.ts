import { SetMetadata, type CustomDecorator } from '@nestjs/common'

export const idempotentRoute = Symbol('idempotent route')

/** The route honours an Idempotency-Key, which is scoped to this name. */
export function Idempotent(route: string): CustomDecorator<symbol> {
  return SetMetadata(idempotentRoute, route)
}
