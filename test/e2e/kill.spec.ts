import { itSurvivesKills } from '../harness/kill-claims.js'

itSurvivesKills({ kills: 3, keysPerSecond: 20, providerTakesMs: 400, seed: 1 }, 60_000)
