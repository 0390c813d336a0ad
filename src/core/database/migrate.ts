import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/migrations.js'
import type { Schema } from './schema.js'

/** The database has another schema than this version of the service knows. */
class SchemaMismatch extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SchemaMismatch'
  }
}

/**
 * Brings the schema up to date. Kysely holds an advisory lock meanwhile, so that of several
 * instances one migrates and the others wait.
 * @throws SchemaMismatch when the database is ahead of this version
 */
export async function migrate(
  database: Kysely<Schema>,
  onMigrated: (name: string) => void
): Promise<void> {
  await requireKnownSchema(database)
  const { error, results = [] } = await migrator(database).migrateToLatest()
  if (error !== undefined) throw error
  for (const { migrationName } of results) onMigrated(migrationName)
}

/** @throws SchemaMismatch unless the schema is exactly the one that this version knows */
export async function requireCurrentSchema(database: Kysely<Schema>): Promise<void> {
  await requireKnownSchema(database)
  const missing = (await migrator(database).getMigrations()).filter(({ executedAt }) => !executedAt)
  if (missing.length === 0) return
  const names = missing.map(({ name }) => name).join(', ')
  throw new SchemaMismatch(`The database lacks the migrations ${names}: run npm run migrate first`)
}

async function requireKnownSchema(database: Kysely<Schema>): Promise<void> {
  const unknown = (await executedMigrations(database)).filter(name => !(name in migrations))
  if (unknown.length === 0) return
  throw new SchemaMismatch(
    `The database is newer than this version of the service: it has ${unknown.join(', ')}`
  )
}

async function executedMigrations(database: Kysely<Schema>): Promise<readonly string[]> {
  const table = 'kysely_migration'
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === table)) return []
  const rows = await database
    .withTables<{ kysely_migration: { readonly name: string } }>()
    .selectFrom(table)
    .select('name')
    .execute()
  return rows.map(({ name }) => name)
}

function migrator(database: Kysely<Schema>): Migrator {
  return new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...migrations }) }
  })
}
