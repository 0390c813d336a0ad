import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { LRUCache } from 'lru-cache'
import type { Principal } from '#core/access/principal.js'
import { kuybiConfig } from './kuybi.config.js'
import { KuybiMetrics } from './kuybi.metrics.js'
import { TokenRevoked } from './revocation-list.service.js'
import { rightsOf, type CurrentRights } from './user-profile.js'

const cachedMs = 60_000
/** While Kuybi is down, not every request waits for it. */
const retryAfterMs = 5_000
const maxCached = 10_000
const maxBodyBytes = 65_536

/** Asks Kuybi for the present rights of a user, with the user's own token. */
@Injectable()
export class UserLookup {
  /** By the digest of the token. Requests at the same time share one call. */
  private readonly known = new LRUCache<string, Promise<CurrentRights | undefined>>({
    max: maxCached,
    ttl: cachedMs
  })

  constructor(
    @Inject(kuybiConfig.KEY) private readonly settings: ConfigType<typeof kuybiConfig>,
    private readonly metrics: KuybiMetrics
  ) {}

  /**
   * The principal with the rights that Kuybi names, or with those of the token if Kuybi cannot be asked.
   * @throws TokenRevoked when Kuybi refuses the token, or the user is not active
   */
  async withCurrentRights(principal: Principal, token: string): Promise<Principal> {
    const { KUYBI_URL } = this.settings
    if (KUYBI_URL === undefined) return principal
    const key = createHash('sha256').update(token).digest('base64')
    const rights = await (this.known.get(key) ?? this.askOnce(KUYBI_URL, principal, { token, key }))
    if (rights === 'inactive') throw new TokenRevoked()
    return rights === undefined ? principal : { ...principal, scopes: rights }
  }

  private async askOnce(
    base: string,
    principal: Principal,
    { token, key }: { readonly token: string; readonly key: string }
  ): Promise<CurrentRights | undefined> {
    const pending = this.read(base, principal, token)
    this.known.set(key, pending)
    const rights = await pending
    if (rights === undefined) this.known.set(key, pending, { ttl: retryAfterMs })
    const ofUser = rights === 'inactive' ? 'refused' : 'known'
    this.metrics.userLookups.inc({ result: rights === undefined ? 'unavailable' : ofUser })
    return rights
  }

  /** Undefined when Kuybi cannot be asked. Never rejects. */
  private async read(
    base: string,
    { name, claims }: Principal,
    token: string
  ): Promise<CurrentRights | undefined> {
    const { KUYBI_USER_PATH, KUYBI_TIMEOUT } = this.settings
    const path = KUYBI_USER_PATH.replace('{sub}', encodeURIComponent(name))
    try {
      const response = await fetch(`${base.replace(/\/$/, '')}${path}`, {
        headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
        // A redirect could lead the token to another host.
        redirect: 'error',
        signal: AbortSignal.timeout(KUYBI_TIMEOUT * 1000)
      })
      const text = await boundedText(response)
      if (response.status === 401) return 'inactive'
      return response.ok ? rightsOf(JSON.parse(text), claims?.['role'], this.settings) : undefined
    } catch {
      return undefined
    }
  }
}

/** @throws RangeError for a body that is too large to describe a user */
async function boundedText({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body ?? []) {
    bytes += part.byteLength
    if (bytes > maxBodyBytes) throw new RangeError('the body is too large')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
