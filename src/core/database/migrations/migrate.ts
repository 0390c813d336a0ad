import type { Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { buildConcurrently } from './concurrent-indexes.js'
import { withMigrationLock } from './migration-lock.js'
import { schemaSteps, type SchemaStep, type SchemaSteps } from './migrations.js'
import type { Schema } from '#core/database/schema.js'

/** The result of comparing the schema with the migrations of this version. */
export interface SchemaState {
  /** The migrations that were applied. */
  readonly migrated: readonly string[]
  /** Migrations of a newer version, with which this version is compatible. */
  readonly ahead: readonly string[]
}

/** The schema is newer than this version and not compatible with it. */
class SchemaMismatch extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SchemaMismatch'
  }
}

/**
 * Migrates the schema. A newer schema that is compatible with this version is not changed. Of several
 * instances one migrates and the others wait. Needs two connections.
 * @param finish runs after the migrations, but not on a newer schema
 * @throws SchemaMismatch if the schema is newer and not compatible with this version
 */
export async function migrate(
  database: Kysely<Schema>,
  steps: SchemaSteps = schemaSteps,
  finish: () => Promise<void> = async () => undefined
): Promise<SchemaState> {
  return withMigrationLock(database, async () => {
    const ahead = await requireServed(database, steps)
    if (ahead.length > 0) return requireNoneMissing(database, steps, ahead)
    const migrated: string[] = []
    // One transaction for each migration, so that locks are held as briefly as possible.
    for (;;) {
      const step = await migrateNext(database, steps)
      if (step === undefined) break
      migrated.push(step)
    }
    await finish()
    return { migrated, ahead }
  })
}

async function migrateNext(
  database: Kysely<Schema>,
  steps: SchemaSteps
): Promise<string | undefined> {
  const known = await migrator(database, steps).getMigrations()
  const next = known.find(({ executedAt }) => executedAt === undefined)?.name
  if (next === undefined) return undefined
  const { concurrently, prepare } = steps[next] ?? {}
  if (concurrently !== undefined) await buildConcurrently(database, concurrently)
  await prepare?.(database)
  const { error } = await migrator(database, steps).migrateTo(next)
  if (error !== undefined) throw error
  return next
}

/** @throws SchemaMismatch unless the schema is the one of this version or compatible with it */
export async function requireCurrentSchema(
  database: Kysely<Schema>,
  steps: SchemaSteps = schemaSteps
): Promise<SchemaState> {
  return requireNoneMissing(database, steps, await requireServed(database, steps))
}

/** The unknown migrations, all of which declare this version as compatible. */
async function requireServed(
  database: Kysely<Schema>,
  steps: SchemaSteps
): Promise<readonly string[]> {
  const tables = await tableNames(database)
  const ahead = (await executedSteps(database, tables)).filter(name => !(name in steps))
  if (ahead.length === 0) return ahead
  const serving = tables.has('schema_steps') ? await stepsServing(database, steps) : new Set()
  const refusing = ahead.filter(name => !serving.has(name))
  if (refusing.length === 0) return ahead
  throw new SchemaMismatch(
    `The database is newer than this version of the service: it has ${refusing.join(', ')}`
  )
}

async function requireNoneMissing(
  database: Kysely<Schema>,
  steps: SchemaSteps,
  ahead: readonly string[]
): Promise<SchemaState> {
  const known = await migrator(database, steps).getMigrations()
  const missing = known.filter(({ executedAt }) => !executedAt).map(({ name }) => name)
  if (missing.length === 0) return { migrated: [], ahead }
  const names = missing.join(', ')
  throw new SchemaMismatch(`The database lacks the migrations ${names}: run npm run migrate first`)
}

async function tableNames(database: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  return new Set(tables.map(({ name }) => name))
}

async function executedSteps(
  database: Kysely<Schema>,
  tables: ReadonlySet<string>
): Promise<readonly string[]> {
  const table = 'kysely_migration'
  if (!tables.has(table)) return []
  const rows = await database
    .withTables<{ kysely_migration: { readonly name: string } }>()
    .selectFrom(table)
    .select('name')
    .execute()
  return rows.map(({ name }) => name)
}

async function stepsServing(
  database: Kysely<Schema>,
  steps: SchemaSteps
): Promise<ReadonlySet<string>> {
  const rows = await database.selectFrom('schema_steps').selectAll().execute()
  return new Set(rows.filter(row => row.works_since in steps).map(({ name }) => name))
}

function migrator(database: Kysely<Schema>, steps: SchemaSteps): Migrator {
  const migrations = Object.entries(steps).map(([name, step]) => {
    if (step.minCompatibleVersion !== undefined)
      requireEarlier(name, step.minCompatibleVersion, steps)
    return [name, recorded(name, step)] as const
  })
  return new Migrator({
    db: database,
    provider: { getMigrations: async () => Object.fromEntries(migrations) }
  })
}

function requireEarlier(name: string, minCompatibleVersion: string, steps: SchemaSteps): void {
  if (minCompatibleVersion in steps && minCompatibleVersion < name) return
  throw new Error(`The migration ${name} names ${minCompatibleVersion}, which is no earlier one`)
}

/** The compatibility with older code is written in the transaction of the migration. */
function recorded(name: string, { up, minCompatibleVersion }: SchemaStep): Migration {
  if (minCompatibleVersion === undefined) return { up }
  return {
    up: async (db: Kysely<Schema>) => {
      await up(db)
      await db
        .insertInto('schema_steps')
        .values({ name, works_since: minCompatibleVersion })
        .execute()
    }
  }
}
