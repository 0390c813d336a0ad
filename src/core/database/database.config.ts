import { registerSettings } from '#core/config/register-settings.js'
import { Certificates, PrivateKey } from '#core/tls/pem.decorators.js'
import { isKeyOfCertificate } from '#core/tls/tls-client.js'
import { hasWeakPassword } from './connections/weak-password.js'
import {
  Flag,
  Fraction,
  Integer,
  PostgresUrl,
  Seconds,
  Text
} from '#core/config/setting.decorators.js'

export class DatabaseSettings {
  @PostgresUrl({
    defaultText: 'required',
    description: 'The PostgreSQL database: postgres://user:password@host:5432/database.'
  })
  readonly DATABASE_URL!: string

  @PostgresUrl({
    description:
      'The same database as the role that owns the schema. Migrations run as this role, and grant the role of `DATABASE_URL` the rights that the service needs. Only the migration needs it, not the service. Without it one role does both.'
  })
  readonly DB_MIGRATION_URL?: string

  @Text({
    defaultText: 'the user of `DATABASE_URL`',
    description:
      'The role that gets the rights of the service when migrations run with `DB_MIGRATION_URL`. Set it if the user of `DATABASE_URL` acts as another role.'
  })
  readonly DB_SERVICE_ROLE?: string

  @Certificates({
    description:
      'Certificate authorities of PostgreSQL. With it the connections use TLS and verify the server, whatever `sslmode` is.'
  })
  readonly DB_TLS_CA?: string

  @Certificates({ description: 'Client certificate for PostgreSQL, with `DB_TLS_KEY`.' })
  readonly DB_TLS_CERT?: string

  @PrivateKey({ description: 'Private key of `DB_TLS_CERT`.' })
  readonly DB_TLS_KEY?: string

  @Integer(
    { min: 1, max: 500 },
    { default: 10, description: 'Maximum number of connections to PostgreSQL.' }
  )
  readonly DB_POOL_SIZE!: number

  @Seconds({ min: 0.05, max: 60 }, { default: 2, description: 'Timeout for getting a connection.' })
  readonly DB_POOL_TIMEOUT!: number

  @Seconds({ min: 0.05, max: 600 }, { default: 10, description: 'Timeout of one statement.' })
  readonly DB_STATEMENT_TIMEOUT!: number

  @Fraction(
    { min: 0.1, max: 100 },
    {
      default: 1,
      description:
        'Multiplies the time limits (one or two seconds) for the database work of a request; after them it gets 503. Use more than 1 for a slow PostgreSQL.'
    }
  )
  readonly DB_TIMEOUT_FACTOR!: number

  @Flag({
    default: true,
    description:
      'Use prepared statements for writes. With a pooler that does not support them the service stops by itself.'
  })
  readonly DB_PREPARED_STATEMENTS!: boolean

  @Flag({
    default: true,
    description: 'Migrate the schema at start. If false, run `npm run migrate` before.'
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
    },
    ...(['DATABASE_URL', 'DB_MIGRATION_URL'] as const).map(name => ({
      name,
      rule: 'should not have a password that is short, common or the name of the user',
      onlyStrict: true,
      onlyWarns: true,
      isBroken: ({ [name]: url = '' }: DatabaseSettings) => hasWeakPassword(url)
    })),
    {
      name: 'DB_TLS_KEY',
      rule: 'must be the key of DB_TLS_CERT',
      isBroken: ({ DB_TLS_CERT: cert, DB_TLS_KEY: key }) => !isKeyOfCertificate({ cert, key })
    }
  ]
})
