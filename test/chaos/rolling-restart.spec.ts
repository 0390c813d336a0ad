import { itSurvivesRollingRestart } from '../harness/restart-claims.js'

itSurvivesRollingRestart(
  {
    streamMs: 60_000,
    streamsPerSecond: 2,
    requestsPerSecond: 20,
    settings: {
      SHUTDOWN_TIMEOUT: '90',
      OPENAI_ATTEMPT_TIMEOUT: '110',
      GENERATION_DEADLINE: '120'
    }
  },
  400_000
)
