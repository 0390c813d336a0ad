import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Settings } from '#core/config/settings.js'
import { AppError } from '#core/errors/app-error.js'
import { InjectMetric, type Counter } from '#core/metrics/inject-metric.js'
import { KuybiRedis } from './kuybi-redis.service.js'

/** A token that is genuine and that Kuybi has taken back. */
export class TokenRevoked extends Error {
  constructor() {
    super('the token was revoked')
    this.name = 'TokenRevoked'
  }
}

const retryAfterSeconds = 2

/** Kuybi's list of the user tokens that it has taken back, in its own Redis. */
@Injectable()
export class RevocationList {
  constructor(
    private readonly redis: KuybiRedis,
    private readonly settings: Settings,
    @InjectMetric('jiraiya_revocation_checks_total') private readonly checks: Counter
  ) {}

  /**
   * Lets a genuine token pass unless it stands in the list. When the list cannot be read,
   * REVOCATION_FAIL decides; without KUYBI_REDIS_URL there is none.
   * @throws TokenRevoked; AppError SERVICE_UNAVAILABLE
   */
  async expectUnlisted(token: string): Promise<void> {
    if (!this.redis.isConfigured) return
    const key = `token:blacklist:${createHash('sha256').update(token).digest('hex')}`
    const found = await this.redis.attempt(client => client.exists(key))
    const result = this.resultOf(found)
    this.checks.inc({ result })
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
