import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Reflector } from '@nestjs/core'
import type { Principal, Scope } from '#core/access/principal.js'
import { publicRoute } from '#core/access/public.decorator.js'
import { requiredScopes } from '#core/access/scopes.decorator.js'
import { authConfig } from '#modules/auth/auth.config.js'
import { currentContext } from '#core/context/request-context.js'
import { AppError } from '#core/errors/app-error.js'
import { Authenticator } from './authenticator.service.js'
import { withNamedOwner } from './resolve-owner.js'

/** The part of the platform's request and reply that the guard needs. */
interface Request {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  user?: Principal
}

const anonymous: Principal = {
  kind: 'anonymous',
  name: 'anonymous',
  owner: 'user:anonymous',
  scopes: new Set(['stories'])
}

/** Closes every route that does not say `@Public()`: who calls, for whom, and may they? */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    @Inject(authConfig.KEY) private readonly settings: ConfigType<typeof authConfig>
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    if (this.reflector.getAllAndOverride<boolean>(publicRoute, targets)) return true
    const request = context.switchToHttp().getRequest<Request>()
    const who = this.settings.REQUIRE_AUTHENTICATION
      ? await this.authenticator.authenticate(context)
      : anonymous
    const principal = withNamedOwner(who, request.headers['x-user-id'])
    request.user = principal
    remember(principal)
    permit(principal, this.reflector.getAllAndOverride<readonly Scope[]>(requiredScopes, targets))
    return true
  }
}

/** For the log lines and the audit events of this request. */
function remember({ owner, kind, name }: Principal): void {
  const context = currentContext()
  if (context === undefined) return
  context.userId = owner
  context.actor = { kind, name }
}

/** A route that names no scopes is a mistake, so nobody may use it. */
function permit({ scopes }: Principal, needed: readonly Scope[] | undefined): void {
  if (needed === undefined) throw new AppError('AUTHORIZATION_ERROR')
  const missing = needed.find(scope => !scopes.has(scope))
  if (missing === undefined) return
  // Kuybi's own words, which its dashboard knows.
  const permission = missing === 'stories' ? 'create Story' : `scope ${missing}`
  throw new AppError('AUTHORIZATION_ERROR', {
    message: `Insufficient permissions. Required: ${permission}`
  })
}
