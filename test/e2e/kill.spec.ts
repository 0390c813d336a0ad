import { claimDeaths } from '../harness/kill-claims.js'

claimDeaths({ kills: 3, keysPerSecond: 20, providerTakesMs: 400, seed: 1 }, 60_000)
