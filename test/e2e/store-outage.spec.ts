import { itSurvivesRedisOutages } from '../harness/redis-outage-claims.js'
import { runRedisOutageScenario, type RedisOutages } from '../harness/redis-outage.js'
import { itSurvivesStoreOutages } from '../harness/store-outage-claims.js'
import { runStoreOutageScenario, type StoreOutages } from '../harness/store-outage.js'

let postgres: StoreOutages
let redis: RedisOutages

beforeAll(async () => {
  // Two services side by side, since most of it is waiting.
  const both = await Promise.all([
    runStoreOutageScenario({
      outages: [
        { what: 'restart', lastsMs: 1200 },
        { what: 'hang', lastsMs: 3500 },
        { what: 'failover', lastsMs: 1200 }
      ],
      perSecond: 20
    }),
    runRedisOutageScenario({ outages: ['reset', 'lost connections'], lastsMs: 1500, perSecond: 20 })
  ])
  postgres = both[0]
  redis = both[1]
}, 60_000)

describe('A PostgreSQL that restarts, hangs and fails over under load', () => {
  itSurvivesStoreOutages(() => postgres)
})

describe('A Redis that resets and loses connections under load', () => {
  itSurvivesRedisOutages(() => redis, 250)
})
