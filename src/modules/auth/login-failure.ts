import type { IncomingHttpHeaders } from 'node:http'
import jwt from 'jsonwebtoken'
import { AppError } from '#core/errors/app-error.js'
import { TokenRevoked } from '#modules/kuybi/revocation-list.service.js'
import { apiKeyStrategy, type StrategyName } from './strategies/strategy-names.js'
import { UnacceptableClaims } from './strategies/token-claims.js'

/** Why a credential is refused; the dashboard refreshes an expired token, and a person corrects the others. */
export type LoginFailure = 'missing' | 'invalid' | 'expired' | 'revoked' | 'wrong_scheme'

const invalidToken =
  'The bearer token is not valid: it has another signature, issuer or audience, or a required claim is missing'

/** A request without a valid credential. */
export class AuthenticationFailed extends AppError {
  constructor(
    readonly reason: LoginFailure,
    message: string,
    cause?: unknown
  ) {
    super('AUTHENTICATION_ERROR', { message, details: { reason }, cause })
  }

  /** The header WWW-Authenticate (RFC 6750, 3): without an error when no credential was sent. */
  get challenge(): string {
    const realm = 'Bearer realm="jiraiya"'
    if (this.reason === 'missing') return realm
    return `${realm}, error="invalid_token", error_description="${this.message}"`
  }
}

/** Explains why the credential of a strategy was refused. */
export function authenticationFailed(
  strategy: StrategyName | undefined,
  headers: IncomingHttpHeaders,
  cause: unknown
): AuthenticationFailed {
  const [reason, message] = explain(strategy, headers, causesOf(cause))
  return new AuthenticationFailed(reason, message, cause)
}

export function causesOf(cause: unknown): readonly unknown[] {
  return Array.isArray(cause) ? cause : [cause]
}

function explain(
  strategy: StrategyName | undefined,
  headers: IncomingHttpHeaders,
  causes: readonly unknown[]
): readonly [LoginFailure, string] {
  if (strategy === undefined) return ['missing', 'A bearer token or an X-API-Key is required']
  if (strategy === apiKeyStrategy) return explainKey(String(headers['x-api-key']))
  if (causes.some(cause => cause instanceof TokenRevoked)) {
    return ['revoked', 'The bearer token was revoked; sign in again']
  }
  if (causes.some(cause => cause instanceof jwt.TokenExpiredError)) {
    return ['expired', 'The bearer token has expired; refresh it or sign in again']
  }
  const scheme = schemeFault(headers.authorization ?? '')
  if (scheme !== undefined) return ['wrong_scheme', scheme]
  const claims = causes.find(cause => cause instanceof UnacceptableClaims)
  return [
    'invalid',
    claims === undefined ? invalidToken : `The bearer token is not valid: ${claims.message}`
  ]
}

function explainKey(key: string): readonly [LoginFailure, string] {
  return isJwt(key.trim().replace(/^bearer /i, ''))
    ? ['wrong_scheme', 'X-API-Key holds a token; send it as Authorization: Bearer']
    : ['invalid', 'The API key in X-API-Key is unknown']
}

function schemeFault(authorization: string): string | undefined {
  const [scheme = '', token = ''] = authorization.trim().split(/\s+/, 2)
  if (scheme.toLowerCase() !== 'bearer') {
    return isJwt(scheme)
      ? 'The header Authorization must be the word Bearer, a space and the token'
      : 'The header Authorization must be Bearer and a token; an API key belongs in the header X-API-Key'
  }
  if (isJwt(token)) return undefined
  return 'The bearer token is not a JWT; an API key belongs in the header X-API-Key'
}

/** Three parts, as a signed token has. */
function isJwt(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)
}
