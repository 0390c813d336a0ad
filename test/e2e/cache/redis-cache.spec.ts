import { Redis as Client } from 'ioredis'
import { parseSettings } from '#core/config/parse-settings.js'
import { RedisService } from '#core/redis/redis.service.js'
import { cacheConfig } from '#modules/cache/cache.config.js'
import { ResultCache } from '#modules/cache/result-cache.js'
import { startRedis } from '../../harness/servers/redis.ts'
import { startService } from '../../harness/service/service.js'
import { testRedisUrl } from '../../harness/service/stores.js'

/** The cache of a service with these settings, as GenerateStoryService uses it. */
async function cacheWith(settings: Readonly<Record<string, string>>) {
  const service = await startService(settings)
  const parsed = parseSettings(cacheConfig, settings)
  const cache = new ResultCache(parsed, service.app.get(RedisService))
  return { cache, close: () => service.close() }
}

describe('The cache in Redis', () => {
  it('is shared by all instances, and keeps ids for CACHE_TTL', async () => {
    const url = testRedisUrl()
    const [one, other] = [
      await cacheWith({ REDIS_URL: url, CACHE_TTL: '30' }),
      await cacheWith({ REDIS_URL: url, CACHE_TTL: '30' })
    ]
    const client = new Client(url)
    expect(await other.cache.find('abc')).toBeUndefined()
    await one.cache.remember('abc', 'story-1')
    expect(await other.cache.find('abc')).toBe('story-1')
    expect(await client.keys('*')).toEqual(['jiraiya:cache:abc'])
    expect(await client.pttl('jiraiya:cache:abc')).toBeGreaterThan(29_000)
    await client.del('jiraiya:cache:abc')
    expect(await one.cache.find('abc')).toBeUndefined()
    client.disconnect()
    await one.close()
    await other.close()
  })

  it('has only misses while Redis is down, and never fails', async () => {
    const redis = await startRedis()
    const { cache, close } = await cacheWith({ REDIS_URL: redis.url })
    await cache.remember('abc', 'story-1')
    expect(await cache.find('abc')).toBe('story-1')
    await redis.crash()
    expect(await cache.find('abc')).toBeUndefined()
    await cache.remember('def', 'story-2')
    expect(await cache.find('def')).toBeUndefined()
    await close()
    await redis.stop()
  })
})

describe('The cache of one process', () => {
  it('keeps the maximum number of ids, and evicts the least recently used first', async () => {
    const { cache, close } = await cacheWith({ CACHE_MAX_ENTRIES: '2' })
    await cache.remember('a', '1')
    await cache.remember('b', '2')
    await cache.find('a')
    await cache.remember('c', '3')
    expect([await cache.find('a'), await cache.find('b'), await cache.find('c')]).toEqual([
      '1',
      undefined,
      '3'
    ])
    await close()
  })

  it.each(['CACHE_TTL', 'CACHE_MAX_ENTRIES'])('is off when %s is 0', async name => {
    const { cache, close } = await cacheWith({ [name]: '0' })
    expect(cache.isOn).toBe(false)
    await cache.remember('a', '1')
    expect(await cache.find('a')).toBeUndefined()
    await close()
  })
})
