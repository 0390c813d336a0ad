import { Injectable, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { AuthGuard as PassportGuard } from '@nestjs/passport'
import type { Caller, Scope } from '../../core/access/caller.js'
import { publicRoute } from '../../core/access/public.decorator.js'
import { requiredScopes } from '../../core/access/scopes.decorator.js'
import { Settings } from '../../core/config/settings.js'
import { currentContext } from '../../core/context/request-context.js'
import { AppError } from '../../core/errors/app-error.js'
import { apiKeyStrategy } from './api-key.strategy.js'

const anonymous: Caller = {
  kind: 'anonymous',
  name: 'anonymous',
  owner: 'user:anonymous',
  scopes: new Set(['stories'])
}

/** Closes every route that does not say `@Public()`: who calls, and may they? */
@Injectable()
export class AuthGuard extends PassportGuard(apiKeyStrategy) {
  constructor(
    private readonly reflector: Reflector,
    private readonly settings: Settings
  ) {
    super()
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    if (this.reflector.getAllAndOverride<boolean>(publicRoute, targets)) return true
    const request = context.switchToHttp().getRequest<{ user?: Caller }>()
    if (this.settings.REQUIRE_AUTHENTICATION) await super.canActivate(context)
    else request.user = anonymous
    const needed = this.reflector.getAllAndOverride<readonly Scope[]>(requiredScopes, targets)
    permit(request.user ?? anonymous, needed)
    return true
  }

  /** Passport's verdict. */
  override handleRequest<TUser = Caller>(error: unknown, caller: TUser | false): TUser {
    if (error) throw error
    if (!caller) {
      throw new AppError('AUTHENTICATION_ERROR', {
        message: 'A valid API key is required in the header X-API-Key'
      })
    }
    return caller
  }
}

/** A route that names no scope is a mistake, so nobody may use it. */
function permit(caller: Caller, needed: readonly Scope[] | undefined): void {
  const known = currentContext()
  if (known !== undefined) known.userId = caller.owner
  if (needed?.every(scope => caller.scopes.has(scope))) return
  throw new AppError('AUTHORIZATION_ERROR', {
    message: `Insufficient permissions. Required scope: ${needed?.join(', ') ?? 'none granted'}`
  })
}
