import { registerSettings } from '#core/config/register-settings.js'
import { Flag, Fraction, Integer, PostgresUrl, Seconds } from '#core/config/setting.decorators.js'

export class DatabaseSettings {
  @PostgresUrl({
    defaultText: 'required',
    description: 'The PostgreSQL database: postgres://user:password@host:5432/database.'
  })
  readonly DATABASE_URL!: string

  @Integer({ min: 1, max: 500 }, { default: 10, description: 'Most connections to PostgreSQL.' })
  readonly DB_POOL_SIZE!: number

  @Seconds({ min: 0.05, max: 60 }, { default: 2, description: 'Longest wait for a connection.' })
  readonly DB_POOL_TIMEOUT!: number

  @Seconds({ min: 0.05, max: 600 }, { default: 10, description: 'Longest time for one statement.' })
  readonly DB_STATEMENT_TIMEOUT!: number

  @Fraction(
    { min: 0.1, max: 100 },
    {
      default: 1,
      description:
        'Multiplies the times, of a second or two, within which a request needs an answer of PostgreSQL; after them it gets 503. More than 1 suits a slow PostgreSQL.'
    }
  )
  readonly DB_TIMEOUT_FACTOR!: number

  @Flag({
    default: true,
    description:
      'Statements that write are kept prepared on their connection. Off for a pooler that hands out ' +
      'another connection for each transaction and does not carry them over.'
  })
  readonly DB_PREPARED_STATEMENTS!: boolean

  @Flag({
    default: true,
    description: 'Migrate the schema at start. Otherwise `npm run migrate` has to run before.'
  })
  readonly MIGRATE_ON_START!: boolean
}

export const databaseConfig = registerSettings('database', DatabaseSettings, {
  title: 'PostgreSQL',
  rules: [
    {
      name: 'DATABASE_URL',
      rule: 'is required',
      isBroken: ({ DATABASE_URL }) => DATABASE_URL === undefined
    }
  ]
})
