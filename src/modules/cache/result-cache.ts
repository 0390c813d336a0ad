import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { LRUCache } from 'lru-cache'
import { cacheConfig } from '#modules/cache/cache.config.js'
import { RedisService } from '#core/redis/redis.service.js'

/**
 * Caches the id of the story of a request, in Redis if it is configured and otherwise in this process.
 * It never caches the text, so that erasing a story needs no invalidation. While Redis is down every
 * lookup is a miss.
 */
@Injectable()
export class ResultCache {
  private readonly own: LRUCache<string, string> | undefined

  constructor(
    @Inject(cacheConfig.KEY) private readonly settings: ConfigType<typeof cacheConfig>,
    private readonly redis: RedisService
  ) {
    if (!this.isOn || redis.isConfigured) return
    // LRUCache uses the monotonic clock, so a change of the system time expires nothing.
    this.own = new LRUCache({ max: settings.CACHE_MAX_ENTRIES, ttl: settings.CACHE_TTL * 1000 })
  }

  get isOn(): boolean {
    return this.settings.CACHE_TTL > 0 && this.settings.CACHE_MAX_ENTRIES > 0
  }

  /** The id of the cached story, or undefined. Never rejects. */
  async find(key: string): Promise<string | undefined> {
    if (!this.isOn) return undefined
    if (this.own !== undefined) return this.own.get(key)
    return (await this.redis.attempt(client => client.get(redisKey(key)))) ?? undefined
  }

  /** Never rejects. */
  async remember(key: string, id: string): Promise<void> {
    if (!this.isOn) return
    if (this.own !== undefined) this.own.set(key, id)
    else {
      const { CACHE_TTL } = this.settings
      await this.redis.attempt(client => client.set(redisKey(key), id, 'EX', CACHE_TTL))
    }
  }
}

function redisKey(key: string): string {
  return `jiraiya:cache:${key}`
}
