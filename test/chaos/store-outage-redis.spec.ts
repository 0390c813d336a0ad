import { itSurvivesRedisOutages } from '../harness/redis-outage-claims.js'
import { runRedisOutageScenario, type RedisOutages } from '../harness/redis-outage.js'

describe('A Redis that is away in five ways for 15 s each, at 20 generations a second', () => {
  let outages: RedisOutages
  beforeAll(async () => {
    outages = await runRedisOutageScenario({
      outages: ['refused', 'reset', 'lost connections', 'hang', 'restart'],
      lastsMs: 15_000,
      perSecond: 20
    })
  }, 180_000)

  itSurvivesRedisOutages(() => outages, 50)
})
