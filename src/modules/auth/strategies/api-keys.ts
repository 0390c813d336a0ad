import { createHash, timingSafeEqual } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import type { Principal } from '#core/access/principal.js'
import type { ApiKeyEntry } from './api-key-entry.js'
import { authConfig } from '#modules/auth/auth.config.js'

/** The digests of the configured keys. During a rotation two keys can have the same name. */
@Injectable()
export class ApiKeys {
  constructor(@Inject(authConfig.KEY) private readonly settings: ConfigType<typeof authConfig>) {}

  /** The principal of a key. Every entry is compared, in constant time. */
  find(key: string): Principal | undefined {
    const digest = createHash('sha256').update(key).digest()
    let entry: ApiKeyEntry | undefined
    for (const candidate of this.settings.API_KEYS) {
      if (timingSafeEqual(candidate.digest, digest)) entry ??= candidate
    }
    if (entry === undefined) return undefined
    const { name, scopes } = entry
    return { kind: 'api-key', name, owner: `key:${name}`, scopes: new Set(scopes) }
  }
}
