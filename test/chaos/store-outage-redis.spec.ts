import { claimRedisOutages } from '../harness/redis-outage-claims.js'
import { sufferRedisOutages, type RedisOutages } from '../harness/redis-outage.js'

describe('A Redis that is away in five ways for 15 s each, at 20 generations a second', () => {
  let outages: RedisOutages
  beforeAll(async () => {
    outages = await sufferRedisOutages({
      outages: ['refused', 'reset', 'lost connections', 'hang', 'restart'],
      lastsMs: 15_000,
      perSecond: 20
    })
  }, 180_000)

  claimRedisOutages(() => outages, 50)
})
