import { Kysely, PostgresDialect } from 'kysely'
import type { DatabaseSettings } from '#core/database/database.config.js'
import { createMigrationPool } from '#core/database/create-pool.js'
import { migrate, type SchemaState } from './migrate.js'
import type { Schema } from '#core/database/schema.js'

/** Migrates the schema without starting the service. */
export async function runMigrations(settings: DatabaseSettings): Promise<SchemaState> {
  const pool = createMigrationPool(settings)
  // The next statement on the broken connection fails with the cause.
  pool.on('error', () => undefined)
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await migrate(database)
  } finally {
    await database.destroy()
  }
}
