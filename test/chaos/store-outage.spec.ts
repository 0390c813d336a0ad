import { chaosForm } from '../harness/chaos-form.js'
import { itSurvivesRedisOutages } from '../harness/redis-outage-claims.js'
import { runRedisOutageScenario, type RedisOutages } from '../harness/redis-outage.js'
import { itSurvivesStoreOutages } from '../harness/store-outage-claims.js'
import {
  runStoreOutageScenario,
  type Breakage,
  type StoreOutages
} from '../harness/store-outage.js'

describe('A PostgreSQL that goes away in one way after the other, under load', () => {
  let outages: StoreOutages
  beforeAll(async () => {
    outages = await runStoreOutageScenario({
      outages: chaosForm<readonly Breakage[]>({
        short: ['restart', 'hang', 'failover'],
        long: ['refused', 'reset', 'lost connections', 'hang', 'restart', 'failover']
      }),
      lastsMs: chaosForm({ short: 1500, long: 15_000 }),
      perSecond: chaosForm({ short: 8, long: 20 })
    })
  })

  itSurvivesStoreOutages(() => outages)
})

describe('A Redis that goes away in one way after the other, under load', () => {
  let outages: RedisOutages
  beforeAll(async () => {
    outages = await runRedisOutageScenario({
      outages: chaosForm({
        short: ['reset', 'lost connections'],
        long: ['refused', 'reset', 'lost connections', 'hang', 'restart']
      }),
      lastsMs: chaosForm({ short: 1500, long: 15_000 }),
      perSecond: chaosForm({ short: 8, long: 20 })
    })
  })

  itSurvivesRedisOutages(() => outages)
})
