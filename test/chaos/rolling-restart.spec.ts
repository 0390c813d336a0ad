import { chaosForm } from '../harness/scenarios/chaos-form.js'
import { itSurvivesRollingRestart } from '../harness/scenarios/restarts/it-survives-rolling-restart.js'

itSurvivesRollingRestart(
  chaosForm({
    short: { streamMs: 3000, streamsAtOnce: 10, requestsAtOnce: 4 },
    long: { streamMs: 60_000, streamsAtOnce: 60, requestsAtOnce: 8 }
  })
)
