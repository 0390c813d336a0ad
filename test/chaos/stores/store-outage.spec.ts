import { chaosForm } from '../../harness/scenarios/chaos-form.js'
import { itSurvivesRedisOutages } from '../../harness/scenarios/outages/it-survives-redis-outages.js'
import {
  runRedisOutageScenario,
  type RedisOutages
} from '../../harness/scenarios/outages/redis-outage.js'
import { itSurvivesStoreOutages } from '../../harness/scenarios/outages/it-survives-store-outages.js'
import {
  runStoreOutageScenario,
  type Breakage,
  type StoreOutages
} from '../../harness/scenarios/outages/store-outage.js'

/** A timeout that is long enough for the long form too. */
const takesAtMostMs = 600_000

describe('PostgreSQL outages of several kinds under load', () => {
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
  }, takesAtMostMs)

  itSurvivesStoreOutages(() => outages)
})

describe('Redis outages of several kinds under load', () => {
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
  }, takesAtMostMs)

  itSurvivesRedisOutages(() => outages)
})
