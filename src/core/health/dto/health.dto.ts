import {
  ChoiceField,
  FlagField,
  IntegerField,
  ListField,
  MapField,
  ObjectField,
  TextField,
  TextListField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { serviceVersion } from '#core/config/version.js'
import { exampleTime } from '#core/http/openapi/decorators/example-ids.js'
import { versionNumber } from '#core/http/openapi/decorators/patterns.js'

const statuses = ['ok', 'degraded', 'error', 'shutting_down'] as const
const readinessStatuses = [...statuses, 'starting'] as const
const sharedStates = ['redis', 'process'] as const
const dependencyStatuses = ['healthy', 'degraded', 'unhealthy'] as const

export type Status = (typeof statuses)[number]
export type SharedState = (typeof sharedStates)[number]
export type DependencyStatus = (typeof dependencyStatuses)[number]

export class HealthDependencyDto {
  @TextField({ description: 'Name of the dependency.', maxLength: 50, pattern: '^[a-z0-9_-]+$' })
  readonly name!: string

  @ChoiceField({
    description:
      '`degraded`: down, and the service works without it. `unhealthy`: down, and the service cannot work.',
    choices: dependencyStatuses
  })
  readonly status!: DependencyStatus

  @IntegerField({
    description: 'Duration of the last check in milliseconds.',
    min: 0,
    max: 600_000
  })
  readonly response_time_ms!: number

  @TimeField({ description: 'Time of the last check; results are cached.' })
  readonly last_check!: string

  @TextListField({
    description:
      'Facts that the service knows of the dependency, such as options that its server rejects and announced shutdown dates.',
    optional: true,
    maxItems: 100,
    items: { maxLength: 300, pattern: '^[^\\n]+: [a-zA-Z]+ [a-z_0-9-]+$' }
  })
  readonly notes?: readonly string[]
}

export class HealthMetricsDto {
  @IntegerField({
    description: 'Requests since the start.',
    min: 0,
    max: Number.MAX_SAFE_INTEGER
  })
  readonly requests_total!: number

  @IntegerField({ description: 'Requests in progress.', min: 0, max: 1_000_000 })
  readonly in_flight!: number
}

const healthy = {
  status: 'ok',
  service: 'jiraiya',
  version: serviceVersion,
  environment: 'production',
  uptime_seconds: 86_400,
  timestamp: exampleTime,
  shared_state: 'redis',
  dependencies: [
    { name: 'postgres', status: 'healthy', response_time_ms: 1, last_check: exampleTime },
    { name: 'redis', status: 'healthy', response_time_ms: 1, last_check: exampleTime },
    { name: 'provider', status: 'healthy', response_time_ms: 41, last_check: exampleTime }
  ],
  metrics: { requests_total: 12_345, in_flight: 7 }
} as const

export class HealthDto {
  static readonly examples: Readonly<Record<string, HealthDto>> = {
    ok: healthy,
    degraded: {
      ...healthy,
      status: 'degraded',
      dependencies: [
        { name: 'provider', status: 'degraded', response_time_ms: 2000, last_check: exampleTime }
      ]
    }
  }

  static readonly failures: Readonly<Record<string, HealthDto>> = {
    shutting_down: { ...healthy, status: 'shutting_down' }
  }

  @ChoiceField({
    description: '`ok` and `degraded` have status 200, the others 503.',
    choices: statuses
  })
  readonly status!: Status

  @ChoiceField({ description: 'Name of the service.', choices: ['jiraiya'] })
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

  @TimeField({ description: 'Current time.' })
  readonly timestamp!: string

  @ChoiceField({
    description:
      'Where rate limits are counted and the cache is stored, as configured: in `redis` for all instances, or in this `process` only. `dependencies` has the state of Redis.',
    choices: sharedStates
  })
  readonly shared_state!: SharedState

  @ListField({ description: 'Dependencies of the service.', of: HealthDependencyDto, maxItems: 20 })
  readonly dependencies!: readonly HealthDependencyDto[]

  @ObjectField({ description: 'Load of this instance.', type: () => HealthMetricsDto })
  readonly metrics!: HealthMetricsDto
}

export class ReadinessDto {
  static readonly examples: Readonly<Record<string, ReadinessDto>> = {
    ready: { ready: true, status: 'ok', checks: {}, timestamp: exampleTime }
  }

  static readonly failures: Readonly<Record<string, ReadinessDto>> = {
    starting: { ready: false, status: 'starting', checks: {}, timestamp: exampleTime },
    shutting_down: { ready: false, status: 'shutting_down', checks: {}, timestamp: exampleTime }
  }

  @FlagField({ description: 'Whether this instance takes requests.' })
  readonly ready!: boolean

  @ChoiceField({ description: 'Reason.', choices: readinessStatuses })
  readonly status!: Status | 'starting'

  @MapField({
    description: 'State of each critical dependency, by name.',
    maxProperties: 20,
    values: { type: 'string', enum: [...dependencyStatuses] }
  })
  readonly checks!: Readonly<Record<string, DependencyStatus>>

  @TimeField({ description: 'Current time.' })
  readonly timestamp!: string
}

export class LivenessDto {
  static readonly examples: Readonly<Record<string, LivenessDto>> = {
    alive: { alive: true, timestamp: exampleTime }
  }

  @FlagField({ description: 'Always true: a dead process does not respond.', value: true })
  readonly alive!: true

  @TimeField({ description: 'Current time.' })
  readonly timestamp!: string
}

export class StartupDto {
  static readonly examples: Readonly<Record<string, StartupDto>> = {
    started: { started: true, timestamp: exampleTime }
  }

  static readonly failures: Readonly<Record<string, StartupDto>> = {
    starting: { started: false, timestamp: exampleTime }
  }

  @FlagField({ description: 'Whether the service has started.' })
  readonly started!: boolean

  @TimeField({ description: 'Current time.' })
  readonly timestamp!: string
}
