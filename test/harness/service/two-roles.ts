import { randomBytes } from 'node:crypto'
import { parseSettings } from '#core/config/parse-settings.js'
import { databaseConfig } from '#core/database/database.config.js'
import { runMigrations } from '#core/database/migrations/run-migrations.js'
import { ask } from '../servers/ask.ts'
import { createTestDatabase } from './stores.js'

/** A database whose schema belongs to another role than that of the service. */
export interface TwoRoles {
  /** URL of the role that owns the schema. */
  readonly owner: string
  /** URL of the role of the service; the role exists after the first migration. */
  readonly service: string
  /** Migrates the schema as the owner. */
  migrate(): Promise<void>
  drop(): Promise<void>
}

export async function createTwoRoles(): Promise<TwoRoles> {
  const database = await createTestDatabase()
  const names = [
    `owner_${randomBytes(6).toString('hex')}`,
    `runs_${randomBytes(6).toString('hex')}`
  ]
  const [owner, service] = names.map(username => {
    const password = randomBytes(12).toString('base64url')
    return Object.assign(new URL(database.url), { username, password })
  }) as [URL, URL]
  const name = owner.pathname.slice(1)
  await ask(
    database.url,
    `CREATE ROLE ${owner.username} LOGIN CREATEROLE PASSWORD '${owner.password}'`
  )
  await ask(database.url, `ALTER DATABASE ${name} OWNER TO ${owner.username}`)
  return {
    owner: owner.href,
    service: service.href,
    migrate: async () => {
      const urls = { DATABASE_URL: service.href, DB_MIGRATION_URL: owner.href }
      await runMigrations(parseSettings(databaseConfig, urls))
    },
    drop: async () => {
      await database.drop()
      const server = String(process.env['TEST_DATABASE_URL'])
      for (const role of names.toReversed()) await ask(server, `DROP ROLE IF EXISTS ${role}`)
    }
  }
}
