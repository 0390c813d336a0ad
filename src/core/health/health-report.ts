import {
  ChoiceField,
  FlagField,
  IntegerField,
  ListField,
  MapField,
  ObjectField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { versionNumber } from '#core/http/openapi/decorators/patterns.js'

const statuses = ['ok', 'degraded', 'error', 'shutting_down'] as const
const readinessStatuses = [...statuses, 'starting'] as const
const sharedStates = ['redis', 'process'] as const
const dependencyStatuses = ['healthy', 'degraded', 'unhealthy'] as const

export type Status = (typeof statuses)[number]
export type SharedState = (typeof sharedStates)[number]
export type DependencyStatus = (typeof dependencyStatuses)[number]

export class HealthDependency {
  @TextField({ description: 'What it is.', maxLength: 50, pattern: '^[a-z0-9_-]+$' })
  readonly name!: string

  @ChoiceField({
    description: '`degraded`: gone, and we go on without it. `unhealthy`: gone, and we cannot.',
    choices: dependencyStatuses
  })
  readonly status!: DependencyStatus

  @IntegerField({ description: 'Milliseconds it took to answer.', min: 0, max: 600_000 })
  readonly response_time_ms!: number

  @TimeField({ description: 'When it was asked; answers are kept for a while.' })
  readonly last_check!: string
}

export class HealthMetrics {
  @IntegerField({
    description: 'Requests since the start.',
    min: 0,
    max: Number.MAX_SAFE_INTEGER
  })
  readonly requests_total!: number

  @IntegerField({ description: 'Requests being served now.', min: 0, max: 1_000_000 })
  readonly in_flight!: number
}

export class HealthReport {
  @ChoiceField({ description: '`ok` and `degraded` are 200, the others 503.', choices: statuses })
  readonly status!: Status

  @ChoiceField({ description: 'Who speaks.', choices: ['jiraiya'] })
  readonly service!: 'jiraiya'

  @TextField({ description: 'Version of the service.', maxLength: 50, pattern: versionNumber })
  readonly version!: string

  @ChoiceField({
    description: 'The setting ENVIRONMENT.',
    choices: ['development', 'staging', 'production']
  })
  readonly environment!: string

  @IntegerField({ description: 'Seconds since the start.', min: 0, max: 2 ** 31 - 1 })
  readonly uptime_seconds!: number

  @TimeField({ description: 'Now.' })
  readonly timestamp!: string

  @ChoiceField({
    description:
      'Where rate limits are counted and the cache is kept: in `redis` for all instances together, or in this `process` alone. As configured; `dependencies` says how Redis is.',
    choices: sharedStates
  })
  readonly shared_state!: SharedState

  @ListField({ description: 'What the service depends on.', of: HealthDependency, maxItems: 20 })
  readonly dependencies!: readonly HealthDependency[]

  @ObjectField({ description: 'How much it is doing.', type: () => HealthMetrics })
  readonly metrics!: HealthMetrics
}

export class ReadinessReport {
  @FlagField({ description: 'Whether to send requests here.' })
  readonly ready!: boolean

  @ChoiceField({ description: 'Why.', choices: readinessStatuses })
  readonly status!: Status | 'starting'

  @MapField({
    description: 'Dependency without which nothing works -> its status.',
    maxProperties: 20,
    values: { type: 'string', enum: [...dependencyStatuses] }
  })
  readonly checks!: Readonly<Record<string, DependencyStatus>>

  @TimeField({ description: 'Now.' })
  readonly timestamp!: string
}

export class LivenessReport {
  @FlagField({ description: 'Always true: only a dead process does not say so.', value: true })
  readonly alive!: true

  @TimeField({ description: 'Now.' })
  readonly timestamp!: string
}

export class StartupReport {
  @FlagField({ description: 'Whether the service has started.' })
  readonly started!: boolean

  @TimeField({ description: 'Now.' })
  readonly timestamp!: string
}
