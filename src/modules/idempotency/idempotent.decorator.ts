import {
  createParamDecorator,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext
} from '@nestjs/common'
import { idempotencyKeyOf, type IdempotentRequest, type LookedUpKey } from './idempotency-key.js'

export const idempotentRoute = Symbol('idempotent route')

/** The route honours an Idempotency-Key, which is scoped to this name. */
export function Idempotent(route: string): CustomDecorator<symbol> {
  return SetMetadata(idempotentRoute, route)
}

/**
 * The Idempotency-Key of the request, as IdempotencyKeyGuard has looked it up.
 * @throws ValidationFailed if the header is malformed
 */
export const IdempotencyKeyParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): LookedUpKey | undefined =>
    idempotencyKeyOf(context.switchToHttp().getRequest<IdempotentRequest>())
)
