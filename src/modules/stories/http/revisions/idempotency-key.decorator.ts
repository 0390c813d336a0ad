import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import {
  idempotencyKeyOf,
  type IdempotentRequest,
  type LookedUpKey
} from '#modules/idempotency/idempotency-key.js'

/**
 * The Idempotency-Key of the request, as IdempotencyKeyGuard has looked it up.
 * @throws ValidationFailed
 */
export const IdempotencyKeyParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): LookedUpKey | undefined =>
    idempotencyKeyOf(context.switchToHttp().getRequest<IdempotentRequest>())
)
