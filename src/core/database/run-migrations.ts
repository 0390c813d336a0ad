import { Kysely, PostgresDialect } from 'kysely'
import type { Settings } from '../config/settings.js'
import { createPool } from './create-pool.js'
import { migrate } from './migrate.js'
import type { Schema } from './schema.js'

/** Brings the schema up to date, without the service; gives the names of what was run. */
export async function runMigrations(settings: Settings): Promise<readonly string[]> {
  const pool = createPool(settings)
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const done: string[] = []
  try {
    await migrate(database, name => done.push(name))
    return done
  } finally {
    await database.destroy()
  }
}
