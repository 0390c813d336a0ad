import { chaosForm } from '../../harness/scenarios/chaos-form.js'
import { itSurvivesJobKills } from '../../harness/scenarios/jobs/it-survives-job-kills.js'

itSurvivesJobKills(
  chaosForm({
    short: { jobs: 30, kills: 4, cuts: 1, providerTakesMs: 3000, providerDownMs: 0, seed: 3 },
    long: {
      jobs: 200,
      kills: 40,
      cuts: 2,
      providerTakesMs: 8000,
      providerDownMs: 120_000,
      seed: 40
    }
  })
)
