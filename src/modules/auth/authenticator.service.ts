import { Injectable, type ExecutionContext } from '@nestjs/common'
import { AuthGuard as passportGuard } from '@nestjs/passport'
import type { IncomingMessage } from 'node:http'
import jwt from 'jsonwebtoken'
import type { Strategy } from 'passport'
import { PinoLogger } from 'nestjs-pino'
import type { Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import { AppError } from '#core/errors/app-error.js'
import { Traced } from '#core/tracing/traced.js'
import { ApiKeyStrategy } from './strategies/api-key.strategy.js'
import { presentedCredentials } from './credentials.js'
import { IssuedTokenStrategy } from './strategies/issued-token.strategy.js'
import { bearerToken } from './strategies/jwt-options.js'
import { RevocationList, TokenRevoked } from '#modules/kuybi/revocation-list.service.js'
import { ServiceTokenStrategy } from './strategies/service-token.strategy.js'
import {
  apiKeyStrategy,
  issuedTokenStrategy,
  serviceTokenStrategy,
  userTokenStrategy,
  type StrategyName
} from './strategies/strategy-names.js'
import { UnacceptableClaims } from './strategies/token-claims.js'
import { PreviousUserTokenStrategy, UserTokenStrategy } from './strategies/user-token.strategy.js'

/** Finds out who calls. Of two credentials both must be valid, and the bearer token decides. */
@Injectable()
export class Authenticator {
  /** The strategies that may answer for a credential, tried in this order. */
  private readonly strategies: Readonly<Record<StrategyName, readonly Strategy[]>>

  constructor(
    private readonly logger: PinoLogger,
    private readonly revoked: RevocationList,
    userToken: UserTokenStrategy,
    previousUserToken: PreviousUserTokenStrategy,
    serviceToken: ServiceTokenStrategy,
    issuedToken: IssuedTokenStrategy,
    apiKey: ApiKeyStrategy
  ) {
    this.strategies = {
      [userTokenStrategy]: [userToken, previousUserToken],
      [serviceTokenStrategy]: [serviceToken],
      [issuedTokenStrategy]: [issuedToken],
      [apiKeyStrategy]: [apiKey]
    }
  }

  /**
   * @throws AppError AUTHENTICATION_ERROR when a credential is missing or bad, SERVICE_UNAVAILABLE
   * when nobody can say whether it is
   */
  @Traced('authenticate')
  async authenticate(context: ExecutionContext): Promise<Principal> {
    const http = context.switchToHttp()
    const request = http.getRequest<Pick<IncomingMessage, 'headers'>>()
    try {
      const callers: Principal[] = []
      for (const name of presentedCredentials(request.headers)) {
        callers.push(await new StrategyGuard(this.strategies[name]).identify(context))
        if (name === userTokenStrategy) await this.expectUnrevoked(request)
      }
      const [decisive] = callers
      if (decisive === undefined) throw refusal('nothing presented')
      return decisive
    } catch (error) {
      if (error instanceof AppError && error.code === 'AUTHENTICATION_ERROR') {
        if (!wasGenuine(error)) markInvalidCredential()
        http.getResponse<Reply>().header('WWW-Authenticate', 'Bearer realm="jiraiya"')
        this.logger.info({ action: 'login_failed', reason: reasonOf(error) }, 'Login failed')
      }
      throw error
    }
  }

  private async expectUnrevoked(request: Pick<IncomingMessage, 'headers'>): Promise<void> {
    try {
      await this.revoked.expectUnlisted(bearerToken(request))
    } catch (error) {
      throw error instanceof TokenRevoked ? refusal(error) : error
    }
  }
}

/** The part of the platform's reply that is needed here. */
interface Reply {
  header(name: string, value: string): unknown
}

/**
 * Passport's guard for one request, with our error in place of its own. It is given the strategies
 * themselves: by name it would find those of the application that registered last in the process.
 */
class StrategyGuard extends passportGuard() {
  constructor(strategies: readonly Strategy[]) {
    // Passport writes the request's callbacks on each, so no two requests may share one.
    super({ defaultStrategy: strategies.map((each): Strategy => Object.create(each)) })
  }

  /** @throws AppError AUTHENTICATION_ERROR */
  async identify(context: ExecutionContext): Promise<Principal> {
    await this.canActivate(context)
    return context.switchToHttp().getRequest<{ user: Principal }>().user
  }

  override handleRequest<TUser = Principal>(
    error: unknown,
    caller: TUser | false,
    info: unknown
  ): TUser {
    // A fault of our own is not the caller's.
    if (error && !(error instanceof UnacceptableClaims)) throw error
    if (!caller) throw refusal(error ?? info)
    return caller
  }
}

/** For FailedLoginGuard, which limits guesses per address. */
function markInvalidCredential(): void {
  const context = currentContext()
  if (context !== undefined) context.hasInvalidCredential = true
}

function refusal(cause: unknown): AppError {
  return new AppError('AUTHENTICATION_ERROR', {
    message: 'A valid bearer token or X-API-Key is required',
    cause
  })
}

/** Whether a token was genuine and merely no longer good: signatures are checked before the rest. */
function wasGenuine({ cause }: AppError): boolean {
  return causesOf(cause).some(
    reason => reason instanceof jwt.TokenExpiredError || reason instanceof TokenRevoked
  )
}

function causesOf(cause: unknown): readonly unknown[] {
  return Array.isArray(cause) ? cause : [cause]
}

/** What passport says, one word or one for each strategy tried; never the credential. */
function reasonOf({ cause }: AppError): string {
  return causesOf(cause)
    .map(reason => (reason instanceof Error ? sayable(reason) : reason))
    .filter(reason => typeof reason === 'string')
    .join('; ')
}

/** A token whose claims are no JSON is quoted by what could not read it. */
function sayable({ name, message }: Error): string {
  return name === 'SyntaxError' ? 'jwt malformed' : message
}
