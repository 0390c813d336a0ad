import { serviceVersion } from '#core/config/version.js'
import type {
  HealthReport,
  LivenessReport,
  ReadinessReport,
  StartupReport
} from './health-report.js'

const timestamp = '2026-11-20T12:00:00.000Z'

const healthy = {
  status: 'ok',
  service: 'jiraiya',
  version: serviceVersion,
  environment: 'production',
  uptime_seconds: 86_400,
  timestamp,
  shared_state: 'redis',
  dependencies: [
    { name: 'postgres', status: 'healthy', response_time_ms: 1, last_check: timestamp },
    { name: 'redis', status: 'healthy', response_time_ms: 1, last_check: timestamp }
  ],
  metrics: { requests_total: 12_345, in_flight: 7 }
} as const satisfies HealthReport

export const healthExamples = {
  ok: healthy,
  degraded: {
    ...healthy,
    status: 'degraded',
    dependencies: [
      { name: 'redis', status: 'degraded', response_time_ms: 2000, last_check: timestamp }
    ]
  }
} as const satisfies Record<string, HealthReport>

export const unhealthyExamples = {
  shutting_down: { ...healthy, status: 'shutting_down' }
} as const satisfies Record<string, HealthReport>

export const readyExamples = {
  ready: { ready: true, status: 'ok', checks: {}, timestamp }
} as const satisfies Record<string, ReadinessReport>

export const notReadyExamples = {
  starting: { ready: false, status: 'starting', checks: {}, timestamp },
  shutting_down: { ready: false, status: 'shutting_down', checks: {}, timestamp }
} as const satisfies Record<string, ReadinessReport>

export const liveExamples = {
  alive: { alive: true, timestamp }
} as const satisfies Record<string, LivenessReport>

export const startedExamples = {
  started: { started: true, timestamp }
} as const satisfies Record<string, StartupReport>

export const notStartedExamples = {
  starting: { started: false, timestamp }
} as const satisfies Record<string, StartupReport>
