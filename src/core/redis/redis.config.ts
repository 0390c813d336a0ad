import { registerSettings } from '#core/config/register-settings.js'
import { RedisUrl, Seconds } from '#core/config/setting.decorators.js'

export class RedisSettings {
  @RedisUrl({
    description:
      'Redis for rate limits and the cache, shared by all instances. Without it each instance has its own.'
  })
  readonly REDIS_URL?: string

  @Seconds(
    { min: 0.05, max: 60 },
    {
      default: 0.2,
      description: 'Timeout of a Redis command; after it the request continues without Redis.'
    }
  )
  readonly REDIS_TIMEOUT!: number
}

export const redisConfig = registerSettings('redis', RedisSettings, { title: 'Redis' })
