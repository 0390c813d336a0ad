import { LimitSettings } from './limit-settings.js'
import { Flag, Integer, PostgresUrl, RedisUrl, Seconds } from './setting.decorators.js'

/**
 * Every setting, read once at start, then frozen. The names are the environment variables' own, so
 * that one search finds a setting's rule and all its uses. Durations are in seconds. The groups are
 * one class each, in the order of the documentation; this one holds the stores.
 */
export class Settings extends LimitSettings {
  @PostgresUrl({
    defaultText: 'required',
    description: 'The PostgreSQL database: postgres://user:password@host:5432/database.'
  })
  readonly DATABASE_URL!: string

  @Integer(
    { min: 1, max: 500 },
    {
      default: 10,
      description: 'Most connections to PostgreSQL; the writes of the ledger have three more.'
    }
  )
  readonly DB_POOL_SIZE!: number

  @Seconds({ min: 0.05, max: 60 }, { default: 2, description: 'Longest wait for a connection.' })
  readonly DB_POOL_TIMEOUT!: number

  @Seconds({ min: 0.05, max: 600 }, { default: 10, description: 'Longest time for one statement.' })
  readonly DB_STATEMENT_TIMEOUT!: number

  @Flag({
    default: true,
    description:
      'Statements that write are kept prepared on their connection. Off for a pooler that hands out ' +
      'another connection for each transaction and does not carry them over.'
  })
  readonly DB_PREPARED_STATEMENTS!: boolean

  @Flag({
    default: true,
    description:
      'Bring the schema up to date at start; otherwise `npm run migrate` does, beforehand.'
  })
  readonly MIGRATE_ON_START!: boolean

  @RedisUrl({
    description:
      'Redis for limits and cache shared by all instances; without it each instance has its own.'
  })
  readonly REDIS_URL?: string

  @Integer(
    { min: 0, max: 86_400 },
    {
      default: 600,
      description:
        'Seconds for which the same request of the same owner gets the same story; 0 is off.'
    }
  )
  readonly CACHE_TTL!: number

  @Integer(
    { min: 0, max: 1_000_000 },
    { default: 1000, description: 'Most entries of the cache in this process; 0 is off.' }
  )
  readonly CACHE_MAX_ENTRIES!: number

  @Integer(
    { min: 60, max: 2_592_000 },
    { default: 86_400, description: 'Seconds for which an Idempotency-Key is remembered.' }
  )
  readonly IDEMPOTENCY_TTL!: number

  @Integer(
    { min: 0, max: 36_500 },
    { default: 0, description: 'Days that stories are kept; 0 is for ever.' }
  )
  readonly RETENTION_DAYS!: number

  @Integer(
    { min: 0, max: 36_500 },
    { default: 0, description: 'Days that ledger entries are kept; 0 is for ever.' }
  )
  readonly LEDGER_RETENTION_DAYS!: number

  @Integer(
    { min: 0, max: 36_500 },
    { default: 365, description: 'Days that audit events are kept; 0 is for ever.' }
  )
  readonly AUDIT_RETENTION_DAYS!: number
}

/** Staging is as strict as production. */
export function isStrict(settings: Pick<Settings, 'ENVIRONMENT'>): boolean {
  return settings.ENVIRONMENT !== 'development'
}
