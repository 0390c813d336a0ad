import { itSurvivesStoreOutages } from '../harness/store-outage-claims.js'
import {
  runStoreOutageScenario,
  type Breakage,
  type StoreOutages
} from '../harness/store-outage.js'

const breakages: readonly Breakage[] = [
  'refused',
  'reset',
  'lost connections',
  'hang',
  'restart',
  'failover'
]

describe('A PostgreSQL that is away in six ways for 15 s each, at 20 generations a second', () => {
  let outages: StoreOutages
  beforeAll(async () => {
    outages = await runStoreOutageScenario({
      outages: breakages.map(what => ({ what, lastsMs: 15_000 })),
      perSecond: 20
    })
  }, 300_000)

  itSurvivesStoreOutages(() => outages)
})
