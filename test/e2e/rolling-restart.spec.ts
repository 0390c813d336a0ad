import { itSurvivesRollingRestart } from '../harness/restart-claims.js'

itSurvivesRollingRestart(
  {
    streamMs: 3000,
    streamsPerSecond: 10,
    requestsPerSecond: 20,
    settings: { SHUTDOWN_TIMEOUT: '10' }
  },
  60_000
)
