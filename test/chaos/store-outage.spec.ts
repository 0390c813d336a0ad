import { claimStoreOutages } from '../harness/store-outage-claims.js'

describe('A PostgreSQL that is away in six ways for 15 s each, at 20 generations a second', () => {
  claimStoreOutages(
    {
      outages: [
        { what: 'refused', lastsMs: 15_000 },
        { what: 'reset', lastsMs: 15_000 },
        { what: 'lost connections', lastsMs: 15_000 },
        { what: 'hang', lastsMs: 15_000 },
        { what: 'restart', lastsMs: 15_000 },
        { what: 'failover', lastsMs: 15_000 }
      ],
      perSecond: 20
    },
    300_000
  )
})
