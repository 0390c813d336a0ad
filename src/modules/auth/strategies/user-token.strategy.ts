import { Injectable } from '@nestjs/common'
import { PassportStrategy } from '@nestjs/passport'
import { Strategy } from 'passport-jwt'
import type { Principal } from '#core/access/principal.js'
import { Settings } from '#core/config/settings.js'
import { scopesOfRole } from '#modules/kuybi/role-scopes.js'
import { jwtOptions, noKey, secretKey } from './jwt-options.js'
import { previousUserTokenStrategy, userTokenStrategy } from './strategy-names.js'
import { acceptClaims, UnacceptableClaims } from './token-claims.js'

/** The token that Kuybi gave its user, signed with JWT_SECRET. */
@Injectable()
export class UserTokenStrategy extends PassportStrategy(Strategy, userTokenStrategy) {
  constructor(private readonly settings: Settings) {
    super(jwtOptions(secretKey(settings.JWT_SECRET), kuybiClaims(settings)))
  }

  override validate(payload: unknown): Principal {
    return toUser(payload, this.settings)
  }
}

/** The same, signed with the secret before, while one replaces the other. */
@Injectable()
export class PreviousUserTokenStrategy extends PassportStrategy(
  Strategy,
  previousUserTokenStrategy
) {
  constructor(private readonly settings: Settings) {
    const { JWT_SECRET_PREVIOUS: previous } = settings
    super(jwtOptions(previous === undefined ? noKey() : secretKey(previous), kuybiClaims(settings)))
  }

  override validate(payload: unknown): Principal {
    return toUser(payload, this.settings)
  }
}

function kuybiClaims({ JWT_ISSUER, JWT_AUDIENCE }: Settings): object {
  return { issuer: JWT_ISSUER, audience: JWT_AUDIENCE }
}

function toUser(payload: unknown, settings: Settings): Principal {
  const claims = acceptClaims(payload)
  // Such a token may only change its password.
  if (claims['tempPasswordChange'] === true) throw new UnacceptableClaims('temporary password')
  const { sub, role } = claims
  if (role !== undefined && typeof role !== 'string') {
    throw new UnacceptableClaims('role is not one string')
  }
  const scopes = scopesOfRole(role, settings)
  return { kind: 'user', name: sub, owner: `user:${sub}`, scopes, claims }
}
