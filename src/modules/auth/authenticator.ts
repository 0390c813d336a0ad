import { Injectable, type ExecutionContext } from '@nestjs/common'
import { AuthGuard as passportGuard } from '@nestjs/passport'
import type { IncomingMessage } from 'node:http'
import jwt from 'jsonwebtoken'
import { PinoLogger } from 'nestjs-pino'
import type { Caller } from '#core/access/caller.js'
import { markFailedGuess } from '#core/access/failed-guess.js'
import { AppError } from '#core/errors/app-error.js'
import { Traced } from '#core/tracing/traced.js'
import { presentedCredentials } from './credentials.js'
import { bearerToken } from './strategies/jwt-options.js'
import { RevocationList, TokenRevoked } from '#modules/kuybi/revocation-list.js'
import {
  apiKeyStrategy,
  issuedTokenStrategy,
  previousUserTokenStrategy,
  serviceTokenStrategy,
  userTokenStrategy,
  type StrategyName
} from './strategies/strategy-names.js'
import { UnacceptableClaims } from './strategies/token-claims.js'

/** The named passport strategies that may answer for a credential, tried in this order. */
const strategies: Readonly<Record<StrategyName, readonly string[]>> = {
  [userTokenStrategy]: [userTokenStrategy, previousUserTokenStrategy],
  [serviceTokenStrategy]: [serviceTokenStrategy],
  [issuedTokenStrategy]: [issuedTokenStrategy],
  [apiKeyStrategy]: [apiKeyStrategy]
}

/** Finds out who calls. Of two credentials both must be valid, and the bearer token decides. */
@Injectable()
export class Authenticator {
  private readonly guards = {
    [userTokenStrategy]: strategyGuard(strategies[userTokenStrategy]),
    [serviceTokenStrategy]: strategyGuard(strategies[serviceTokenStrategy]),
    [issuedTokenStrategy]: strategyGuard(strategies[issuedTokenStrategy]),
    [apiKeyStrategy]: strategyGuard(strategies[apiKeyStrategy])
  }

  constructor(
    private readonly logger: PinoLogger,
    private readonly revoked: RevocationList
  ) {}

  /**
   * @throws AppError AUTHENTICATION_ERROR when a credential is missing or bad, SERVICE_UNAVAILABLE
   * when nobody can say whether it is
   */
  @Traced('authenticate')
  async authenticate(context: ExecutionContext): Promise<Caller> {
    const http = context.switchToHttp()
    const request = http.getRequest<Pick<IncomingMessage, 'headers'>>()
    try {
      const callers: Caller[] = []
      for (const name of presentedCredentials(request.headers)) {
        callers.push(await this.guards[name].identify(context))
        if (name === userTokenStrategy) await this.expectUnrevoked(request)
      }
      const [decisive] = callers
      if (decisive === undefined) throw refusal('nothing presented')
      return decisive
    } catch (error) {
      if (error instanceof AppError && error.code === 'AUTHENTICATION_ERROR') {
        if (!wasGenuine(error)) markFailedGuess(request)
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

interface StrategyGuard {
  /** @throws AppError AUTHENTICATION_ERROR */
  identify(context: ExecutionContext): Promise<Caller>
}

/** Passport's guard for these strategies, with our error in place of its own. */
function strategyGuard(names: readonly string[]): StrategyGuard {
  class Guard extends passportGuard([...names]) {
    async identify(context: ExecutionContext): Promise<Caller> {
      await this.canActivate(context)
      return context.switchToHttp().getRequest<{ user: Caller }>().user
    }

    override handleRequest<TUser = Caller>(
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
  return new Guard()
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
