import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PassportStrategy } from '@nestjs/passport'
import { Strategy } from 'passport-jwt'
import type { Principal } from '#core/access/principal.js'
import { authConfig } from '#modules/auth/auth.config.js'
import { jwtOptions, noKey, secretKey } from './jwt-options.js'
import { serviceTokenStrategy } from './strategy-names.js'
import { acceptClaims, UnacceptableClaims } from './token-claims.js'

const maxLifetimeSeconds = 3600

/** A token that another service of the platform signs. Disabled without a secret. */
@Injectable()
export class ServiceTokenStrategy extends PassportStrategy(Strategy, serviceTokenStrategy) {
  constructor(@Inject(authConfig.KEY) private readonly settings: ConfigType<typeof authConfig>) {
    const { SERVICE_JWT_SECRET: secret } = settings
    super(jwtOptions(secret === undefined ? noKey() : secretKey(secret), { audience: 'jiraiya' }))
  }

  override validate(payload: unknown): Principal {
    const claims = acceptClaims(payload)
    const { sub, iss, typ, iat, exp } = claims
    if (typ !== 'service') throw new UnacceptableClaims('typ is not service')
    if (typeof iss !== 'string' || iss === '') throw new UnacceptableClaims('iss is missing')
    if (iat === undefined) throw new UnacceptableClaims('iat is missing')
    if (exp - iat > maxLifetimeSeconds) throw new UnacceptableClaims('lives longer than an hour')
    const { SERVICE_SCOPES } = this.settings
    // Scopes come from the settings, not from the token; Object.prototype must not match a name.
    const scopes = new Set(Object.hasOwn(SERVICE_SCOPES, sub) ? SERVICE_SCOPES[sub] : [])
    return { kind: 'service', name: sub, owner: `service:${sub}`, scopes, claims }
  }
}
