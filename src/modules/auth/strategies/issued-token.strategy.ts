import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PassportStrategy } from '@nestjs/passport'
import { Strategy } from 'passport-jwt'
import type { Principal } from '#core/access/principal.js'
import { authConfig } from '#modules/auth/auth.config.js'
import { jwtOptions, noKey, secretKey } from './jwt-options.js'
import { issuedTokenStrategy } from './strategy-names.js'
import { acceptClaims } from './token-claims.js'

/** A short-lived token from `POST /auth/token`. Its scopes are limited to stories. */
@Injectable()
export class IssuedTokenStrategy extends PassportStrategy(Strategy, issuedTokenStrategy) {
  constructor(@Inject(authConfig.KEY) { TOKEN_SECRET: secret }: ConfigType<typeof authConfig>) {
    const expected = { issuer: 'jiraiya', audience: 'jiraiya' }
    super(jwtOptions(secret === undefined ? noKey() : secretKey(secret), expected))
  }

  override validate(payload: unknown): Principal {
    const claims = acceptClaims(payload)
    const { sub } = claims
    return { kind: 'issued', name: sub, owner: `user:${sub}`, scopes: new Set(['stories']), claims }
  }
}
