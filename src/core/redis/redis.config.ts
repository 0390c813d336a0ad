import { registerSettings } from '#core/config/register-settings.js'
import { RedisUrl, Seconds } from '#core/config/setting.decorators.js'

export class RedisSettings {
  @RedisUrl({
    description:
      'Redis for what all instances share, such as limits and the cache. Without it each instance has its own.'
  })
  readonly REDIS_URL?: string

  @Seconds(
    { min: 0.05, max: 60 },
    { default: 0.2, description: 'Longest wait for Redis; then a request goes on without it.' }
  )
  readonly REDIS_TIMEOUT!: number
}

export const redisConfig = registerSettings('redis', RedisSettings, { title: 'Redis' })
