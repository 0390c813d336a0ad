import type { IncomingHttpHeaders } from 'node:http'
import jwt from 'jsonwebtoken'
import {
  apiKeyStrategy,
  issuedTokenStrategy,
  serviceTokenStrategy,
  userTokenStrategy,
  type StrategyName
} from './strategies/strategy-names.js'

/**
 * The strategies that must accept the credentials of a request; the one of the bearer token is first,
 * because it decides. An empty header counts as absent. Unverified claims of the token only select the
 * strategy, which then verifies the signature and all claims.
 */
export function presentedCredentials(headers: IncomingHttpHeaders): readonly StrategyName[] {
  const bearer = headers.authorization?.trim() ? [bearerStrategy(headers.authorization)] : []
  const key = String(headers['x-api-key'] ?? '').trim() === '' ? [] : ([apiKeyStrategy] as const)
  return [...bearer, ...key]
}

function bearerStrategy(authorization: string): StrategyName {
  const claims = unverifiedClaims(authorization.replace(/^\S+\s+/, ''))
  if (claims['typ'] === 'service') return serviceTokenStrategy
  return claims['iss'] === 'jiraiya' ? issuedTokenStrategy : userTokenStrategy
}

function unverifiedClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims = jwt.decode(token)
    return typeof claims === 'object' && claims !== null ? claims : {}
  } catch {
    return {}
  }
}
