import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PassportStrategy } from '@nestjs/passport'
import { Strategy } from 'passport-jwt'
import type { Principal } from '#core/access/principal.js'
import { authConfig, type AuthSettings } from '#modules/auth/auth.config.js'
import { kuybiConfig, type KuybiSettings } from '#modules/kuybi/kuybi.config.js'
import { scopesOfRoles } from '#modules/kuybi/role-scopes.js'
import { jwtOptions, noKey, secretKey } from './jwt-options.js'
import { previousUserTokenStrategy, userTokenStrategy } from './strategy-names.js'
import { acceptClaims, clockSkewSeconds, UnacceptableClaims } from './token-claims.js'

/** A user token of Kuybi, signed with JWT_SECRET. */
@Injectable()
export class UserTokenStrategy extends PassportStrategy(Strategy, userTokenStrategy) {
  constructor(
    @Inject(authConfig.KEY) private readonly settings: ConfigType<typeof authConfig>,
    @Inject(kuybiConfig.KEY) private readonly roles: ConfigType<typeof kuybiConfig>
  ) {
    super(jwtOptions(secretKey(settings.JWT_SECRET), kuybiClaims(settings)))
  }

  override validate(payload: unknown): Principal {
    return toUser(payload, this.roles, this.settings.JWT_MAX_LIFETIME)
  }
}

/** A user token signed with the previous secret, accepted during a rotation. */
@Injectable()
export class PreviousUserTokenStrategy extends PassportStrategy(
  Strategy,
  previousUserTokenStrategy
) {
  constructor(
    @Inject(authConfig.KEY) private readonly settings: ConfigType<typeof authConfig>,
    @Inject(kuybiConfig.KEY) private readonly roles: ConfigType<typeof kuybiConfig>
  ) {
    const { JWT_SECRET_PREVIOUS: previous } = settings
    super(jwtOptions(previous === undefined ? noKey() : secretKey(previous), kuybiClaims(settings)))
  }

  override validate(payload: unknown): Principal {
    return toUser(payload, this.roles, this.settings.JWT_MAX_LIFETIME)
  }
}

function kuybiClaims({ JWT_ISSUER, JWT_AUDIENCE }: AuthSettings): object {
  return { issuer: JWT_ISSUER, audience: JWT_AUDIENCE }
}

function toUser(payload: unknown, roles: KuybiSettings, maxSeconds: number): Principal {
  const claims = acceptClaims(payload)
  const { iat = Date.now() / 1000 - clockSkewSeconds, exp } = claims
  if (exp - iat > maxSeconds) throw new UnacceptableClaims('it lives longer than JWT_MAX_LIFETIME')
  // With such a token Kuybi permits only a change of the password.
  if (claims['tempPasswordChange'] === true) throw new UnacceptableClaims('temporary password')
  // A missing or unknown role is a matter of permission: 403, because a 401 would end the user's session.
  const { sub, role } = claims
  const scopes = scopesOfRoles([role], roles)
  return { kind: 'user', name: sub, owner: `user:${sub}`, scopes, claims }
}
