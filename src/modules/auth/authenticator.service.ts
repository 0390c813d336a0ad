import { Injectable, type ExecutionContext } from '@nestjs/common'
import type { IncomingMessage } from 'node:http'
import { PinoLogger } from 'nestjs-pino'
import type { Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import { Traced } from '#core/tracing/traced.js'
import { presentedCredentials } from './credentials.js'
import { authenticationFailed, causesOf, type AuthenticationFailed } from './login-failure.js'
import {
  ApiKeyGuard,
  CredentialRefused,
  IssuedTokenGuard,
  ServiceTokenGuard,
  UserTokenGuard
} from './strategy-guards.js'
import { bearerToken } from './strategies/jwt-options.js'
import { KuybiTokens } from '#modules/kuybi/kuybi-tokens.service.js'
import { TokenRevoked } from '#modules/kuybi/revocation-list.service.js'
import {
  apiKeyStrategy,
  issuedTokenStrategy,
  serviceTokenStrategy,
  userTokenStrategy,
  type StrategyName
} from './strategies/strategy-names.js'

/** Kuybi can revoke tokens of users only. */
const listed: ReadonlySet<StrategyName> = new Set([userTokenStrategy, issuedTokenStrategy])

/** Authenticates a request. Of two credentials both must be valid, and the bearer token decides. */
@Injectable()
export class Authenticator {
  private readonly guards: Readonly<
    Record<StrategyName, { identify(context: ExecutionContext): Promise<Principal> }>
  >

  constructor(
    private readonly logger: PinoLogger,
    private readonly kuybi: KuybiTokens,
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
    const { headers } = http.getRequest<Pick<IncomingMessage, 'headers'>>()
    const callers: Principal[] = []
    for (const name of presentedCredentials(headers)) {
      try {
        const caller = await this.guards[name].identify(context)
        callers.push(
          listed.has(name) ? await this.kuybi.confirm(caller, bearerToken({ headers })) : caller
        )
      } catch (error) {
        const cause = error instanceof CredentialRefused ? error.cause : error
        const isRefused = error instanceof CredentialRefused || error instanceof TokenRevoked
        throw isRefused ? this.refused(authenticationFailed(name, headers, cause), http) : error
      }
    }
    const [decisive] = callers
    if (decisive !== undefined) return decisive
    throw this.refused(authenticationFailed(undefined, headers, 'nothing presented'), http)
  }

  private refused(
    error: AuthenticationFailed,
    http: ReturnType<ExecutionContext['switchToHttp']>
  ): AuthenticationFailed {
    // A token was genuine if it expired or was revoked: the signature is checked first.
    if (error.reason !== 'expired' && error.reason !== 'revoked') markInvalidCredential()
    http.getResponse<Reply>().header('WWW-Authenticate', error.challenge)
    this.logger.info({ action: 'login_failed', reason: reasonOf(error) }, 'Login failed')
    return error
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

/** The reasons that passport reports, one for each strategy; they never contain the credential. */
function reasonOf({ cause }: Error): string {
  return causesOf(cause)
    .map(reason => (reason instanceof Error ? sayable(reason) : reason))
    .filter(reason => typeof reason === 'string')
    .join('; ')
}

/** The parser's message would quote a token whose claims are not JSON. */
function sayable({ name, message }: Error): string {
  return name === 'SyntaxError' ? 'jwt malformed' : message
}
