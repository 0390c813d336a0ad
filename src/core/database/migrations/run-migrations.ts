import { Kysely } from 'kysely'
import { startError } from '#core/database/store-error.js'
import type { DatabaseSettings } from '#core/database/database.config.js'
import { createMigrationPool } from '#core/database/connections/create-pool.js'
import { grantServiceRole, type ServiceRole } from './grant-service-role.js'
import { MigrationDialect } from './migration-dialect.js'
import { migrate, type SchemaState } from './migrate.js'
import type { Schema } from '#core/database/schema.js'
import { schemaSteps } from './migrations.js'

/**
 * Migrates the schema without starting the service. With DB_MIGRATION_URL the schema belongs to the role of
 * that URL, and the role of the service gets the rights that it needs.
 */
export async function runMigrations(settings: DatabaseSettings): Promise<SchemaState> {
  const pool = createMigrationPool(settings)
  // The next statement on the broken connection fails with the cause.
  pool.on('error', () => undefined)
  const database = new Kysely<Schema>({ dialect: new MigrationDialect({ pool }) })
  try {
    return await migrate(database, schemaSteps, async () => {
      if (settings.DB_MIGRATION_URL !== undefined)
        await grantServiceRole(database, serviceRole(settings))
    })
  } catch (error) {
    throw startError(error)
  } finally {
    await database.destroy()
  }
}

function serviceRole({ DATABASE_URL, DB_SERVICE_ROLE }: DatabaseSettings): ServiceRole {
  const { username, password } = new URL(DATABASE_URL)
  const user = decodeURIComponent(username)
  if (DB_SERVICE_ROLE !== undefined && DB_SERVICE_ROLE !== user) return { name: DB_SERVICE_ROLE }
  return { name: user, password: decodeURIComponent(password) || undefined }
}
