import { createHash, timingSafeEqual } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import type { ApiKeyEntry } from '#core/config/api-key-entry.js'
import { Settings } from '#core/config/settings.js'

/** The configured keys, as digests. Two keys of one name overlap while one replaces the other. */
@Injectable()
export class ApiKeys {
  constructor(private readonly settings: Settings) {}

  /** The caller a key belongs to; every entry is compared, in constant time. */
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
