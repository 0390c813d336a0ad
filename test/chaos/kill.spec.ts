import { chaosForm } from '../harness/scenarios/chaos-form.js'
import { itSurvivesKills } from '../harness/scenarios/restarts/it-survives-kills.js'

itSurvivesKills(
  chaosForm({
    short: { kills: 3, keysAtOnce: 8, providerTakesMs: 400, seed: 1 },
    long: { kills: 20, keysAtOnce: 12, providerTakesMs: 600, seed: 20 }
  })
)
