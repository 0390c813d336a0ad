import { itSurvivesKills } from '../harness/kill-claims.js'

itSurvivesKills({ kills: 20, keysPerSecond: 12, providerTakesMs: 600, seed: 20 }, 300_000)
