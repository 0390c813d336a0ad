import { Kysely, PostgresDialect } from 'kysely'
import type { DatabaseSettings } from '#core/database/database.config.js'
import { createPool } from './create-pool.js'
import { migrate, type SchemaState } from './migrate.js'
import type { Schema } from './schema.js'

/** Brings the schema up to date, without the service. */
export async function runMigrations(settings: DatabaseSettings): Promise<SchemaState> {
  const pool = createPool(settings)
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await migrate(database)
  } finally {
    await database.destroy()
  }
}
