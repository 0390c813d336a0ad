import { registerSettings } from '#core/config/register-settings.js'
import { Integer } from '#core/config/setting.decorators.js'

export class CacheSettings {
  @Integer(
    { min: 0, max: 86_400 },
    {
      default: 600,
      description:
        'Seconds for which an identical request of the same owner gets the cached story; 0 disables the cache.'
    }
  )
  readonly CACHE_TTL!: number

  @Integer(
    { min: 0, max: 1_000_000 },
    {
      default: 1000,
      description: 'Maximum number of cache entries in this process; 0 disables the cache.'
    }
  )
  readonly CACHE_MAX_ENTRIES!: number
}

export const cacheConfig = registerSettings('cache', CacheSettings, { title: 'Cache' })
