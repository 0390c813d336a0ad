import { isPopular, type RedisOutages } from './redis-outage.js'

/** The promises during and after an outage of Redis. */
export function itSurvivesRedisOutages(of: () => RedisOutages): void {
  it('fail no request', () => {
    expect(of().answers.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('leave the service ready, with degraded health', () => {
    expect(of().ready.filter(({ status }) => status !== 200)).toEqual([])
    for (const { what, health } of of().outages) {
      const { status } = JSON.parse(health?.text ?? '{}') as { readonly status?: string }
      expect([what, health?.status, status]).toEqual([what, 200, 'degraded'])
    }
  })

  it('do not reset rate limits', () => {
    for (const { what, limited } of of().outages) {
      expect([what, ...limited]).toEqual([what, 400, 400, 429, 429, 429])
    }
  })

  it('cause cache misses, and the cache is used again when Redis is back', () => {
    for (const { what, answers } of of().outages) {
      const popular = answers.filter(({ number }) => isPopular(number))
      expect(popular.length).toBeGreaterThan(0)
      expect([what, ...popular.filter(({ body }) => body.cached)]).toEqual([what])
    }
    expect(of().cachedAtTheEnd).toBe(true)
  })
}
