import type { IncomingMessage } from 'node:http'
import { Injectable } from '@nestjs/common'
import { PassportStrategy } from '@nestjs/passport'
import { Strategy } from 'passport'
import type { Principal } from '#core/access/principal.js'
import { ApiKeys } from './api-keys.js'
import { apiKeyStrategy } from './strategy-names.js'

/** `X-API-Key`, the credential of backends. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, apiKeyStrategy) {
  constructor(private readonly keys: ApiKeys) {
    super()
  }

  /** Called by passport: succeeds with the principal, or fails. */
  override authenticate(request: Pick<IncomingMessage, 'headers'>): void {
    const principal = this.validate(request.headers['x-api-key'])
    if (principal === undefined) this.fail('the API key is unknown')
    else this.success(principal)
  }

  override validate(header: unknown): Principal | undefined {
    return typeof header === 'string' ? this.keys.find(header) : undefined
  }
}
