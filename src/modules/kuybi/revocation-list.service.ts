import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { kuybiConfig } from '#modules/kuybi/kuybi.config.js'
import { AppError } from '#core/errors/app-error.js'
import { KuybiMetrics } from './kuybi.metrics.js'
import { KuybiRedis } from './kuybi-redis.service.js'

/** The token is valid, but Kuybi has revoked it. */
export class TokenRevoked extends Error {
  constructor() {
    super('the token was revoked')
    this.name = 'TokenRevoked'
  }
}

const retryAfterSeconds = 2

/** Kuybi's list of revoked user tokens, in Kuybi's Redis. */
@Injectable()
export class RevocationList {
  constructor(
    private readonly redis: KuybiRedis,
    @Inject(kuybiConfig.KEY) private readonly settings: ConfigType<typeof kuybiConfig>,
    private readonly metrics: KuybiMetrics
  ) {}

  /**
   * Accepts a valid token that is not in the list. If the list cannot be read, REVOCATION_FAIL
   * decides. Without KUYBI_REDIS_URL there is no list.
   * @throws TokenRevoked; AppError SERVICE_UNAVAILABLE
   */
  async expectUnlisted(token: string): Promise<void> {
    if (!this.redis.isConfigured) return
    const key = `token:blacklist:${createHash('sha256').update(token).digest('hex')}`
    const found = await this.redis.attempt(client => client.exists(key))
    const result = this.resultOf(found)
    this.metrics.revocationChecks.inc({ result })
    if (result === 'revoked') throw new TokenRevoked()
    if (result === 'failed_closed') throw new AppError('SERVICE_UNAVAILABLE', { retryAfterSeconds })
  }

  private resultOf(
    found: number | undefined
  ): 'valid' | 'revoked' | 'failed_open' | 'failed_closed' {
    if (found === undefined) return `failed_${this.settings.REVOCATION_FAIL}`
    return found === 0 ? 'valid' : 'revoked'
  }
}
