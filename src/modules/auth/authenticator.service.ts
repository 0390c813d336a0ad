import { Injectable, type ExecutionContext } from '@nestjs/common'
import type { IncomingMessage } from 'node:http'
import jwt from 'jsonwebtoken'
import { PinoLogger } from 'nestjs-pino'
import type { Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import { AppError } from '#core/errors/app-error.js'
import { Traced } from '#core/tracing/traced.js'
import { presentedCredentials } from './credentials.js'
import {
  ApiKeyGuard,
  invalidCredential,
  IssuedTokenGuard,
  ServiceTokenGuard,
  UserTokenGuard
} from './strategy-guards.js'
import { bearerToken } from './strategies/jwt-options.js'
import { RevocationList, TokenRevoked } from '#modules/kuybi/revocation-list.service.js'
import {
  apiKeyStrategy,
  issuedTokenStrategy,
  serviceTokenStrategy,
  userTokenStrategy,
  type StrategyName
} from './strategies/strategy-names.js'

/** Authenticates a request. Of two credentials both must be valid, and the bearer token decides. */
@Injectable()
export class Authenticator {
  private readonly guards: Readonly<
    Record<StrategyName, { identify(context: ExecutionContext): Promise<Principal> }>
  >

  constructor(
    private readonly logger: PinoLogger,
    private readonly revoked: RevocationList,
    userToken: UserTokenGuard,
    serviceToken: ServiceTokenGuard,
    issuedToken: IssuedTokenGuard,
    apiKey: ApiKeyGuard
  ) {
    this.guards = {
      [userTokenStrategy]: userToken,
      [serviceTokenStrategy]: serviceToken,
      [issuedTokenStrategy]: issuedToken,
      [apiKeyStrategy]: apiKey
    }
  }

  /**
   * @throws AppError AUTHENTICATION_ERROR when a credential is missing or invalid,
   * SERVICE_UNAVAILABLE when its revocation cannot be checked
   */
  @Traced('authenticate')
  async authenticate(context: ExecutionContext): Promise<Principal> {
    const http = context.switchToHttp()
    const request = http.getRequest<Pick<IncomingMessage, 'headers'>>()
    try {
      const callers: Principal[] = []
      for (const name of presentedCredentials(request.headers)) {
        callers.push(await this.guards[name].identify(context))
        if (name === userTokenStrategy) await this.expectUnrevoked(request)
      }
      const [decisive] = callers
      if (decisive === undefined) throw invalidCredential('nothing presented')
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
      throw error instanceof TokenRevoked ? invalidCredential(error) : error
    }
  }
}

/** The part of the platform's reply that is needed here. */
interface Reply {
  header(name: string, value: string): unknown
}

/** For FailedLoginGuard, which limits guesses per address. */
function markInvalidCredential(): void {
  const context = currentContext()
  if (context !== undefined) context.hasInvalidCredential = true
}

/** Whether a token was genuine but expired or revoked: the signature is checked first. */
function wasGenuine({ cause }: AppError): boolean {
  return causesOf(cause).some(
    reason => reason instanceof jwt.TokenExpiredError || reason instanceof TokenRevoked
  )
}

function causesOf(cause: unknown): readonly unknown[] {
  return Array.isArray(cause) ? cause : [cause]
}

/** The reasons that passport reports, one for each strategy; they never contain the credential. */
function reasonOf({ cause }: AppError): string {
  return causesOf(cause)
    .map(reason => (reason instanceof Error ? sayable(reason) : reason))
    .filter(reason => typeof reason === 'string')
    .join('; ')
}

/** The parser's message would quote a token whose claims are not JSON. */
function sayable({ name, message }: Error): string {
  return name === 'SyntaxError' ? 'jwt malformed' : message
}
