import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { Caller } from './caller.js'

/** The authenticated caller, as the guard left it on the request. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller =>
    context.switchToHttp().getRequest<{ user: Caller }>().user
)
