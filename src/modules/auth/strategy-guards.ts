import { Injectable, type ExecutionContext } from '@nestjs/common'
import { AuthGuard } from '@nestjs/passport'
import type { Strategy } from 'passport'
import type { Principal } from '#core/access/principal.js'
import { ApiKeyStrategy } from './strategies/api-key.strategy.js'
import { IssuedTokenStrategy } from './strategies/issued-token.strategy.js'
import { ServiceTokenStrategy } from './strategies/service-token.strategy.js'
import { UnacceptableClaims } from './strategies/token-claims.js'
import { PreviousUserTokenStrategy, UserTokenStrategy } from './strategies/user-token.strategy.js'

/**
 * Passport's guard, with this service's error. It uses strategy objects, because passport's registry
 * of names is shared by all applications of the process.
 */
abstract class StrategyGuard extends AuthGuard() {
  constructor(strategies: readonly Strategy[]) {
    super({
      // Passport sets the callbacks of a request on the strategy, so every request needs a copy.
      get defaultStrategy() {
        return strategies.map((each): Strategy => Object.create(each))
      }
    })
  }

  /** @throws CredentialRefused */
  async identify(context: ExecutionContext): Promise<Principal> {
    await this.canActivate(context)
    return context.switchToHttp().getRequest<{ user: Principal }>().user
  }

  override handleRequest<TUser = Principal>(
    error: unknown,
    principal: TUser | false,
    info: unknown
  ): TUser {
    // An internal error must not be reported as an invalid credential.
    if (error && !(error instanceof UnacceptableClaims)) throw error
    if (!principal) throw new CredentialRefused(error ?? info)
    return principal
  }
}

/** Kuybi's user token, signed with the current secret or with the previous one. */
@Injectable()
export class UserTokenGuard extends StrategyGuard {
  constructor(current: UserTokenStrategy, previous: PreviousUserTokenStrategy) {
    super([current, previous])
  }
}

@Injectable()
export class ServiceTokenGuard extends StrategyGuard {
  constructor(strategy: ServiceTokenStrategy) {
    super([strategy])
  }
}

@Injectable()
export class IssuedTokenGuard extends StrategyGuard {
  constructor(strategy: IssuedTokenStrategy) {
    super([strategy])
  }
}

@Injectable()
export class ApiKeyGuard extends StrategyGuard {
  constructor(strategy: ApiKeyStrategy) {
    super([strategy])
  }
}

/** Passport's strategies accept no credential of the request; the cause is theirs. */
export class CredentialRefused extends Error {
  constructor(cause: unknown) {
    super('the credential is refused', { cause })
  }
}
