import type { Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { buildConcurrently } from './concurrent-indexes.js'
import { withMigrationLock } from './migration-lock.js'
import { schemaSteps, type SchemaStep, type SchemaSteps } from './migrations/migrations.js'
import type { Schema } from './schema.js'

/** What came of holding the schema against what this version knows. */
export interface SchemaState {
  /** Steps that were done now. */
  readonly migrated: readonly string[]
  /** Steps of a newer version, on which this one works. */
  readonly ahead: readonly string[]
}

/** The database has a schema on which this version of the service does not work. */
class SchemaMismatch extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SchemaMismatch'
  }
}

/**
 * Brings the schema up to date, unless it is ahead and serves this version: then it stays. Of several
 * instances one migrates and the others wait. Takes two connections.
 * @throws SchemaMismatch when the database is ahead of this version and does not serve it
 */
export async function migrate(
  database: Kysely<Schema>,
  steps: SchemaSteps = schemaSteps
): Promise<SchemaState> {
  return withMigrationLock(database, async session => {
    const ahead = await requireServed(database, steps)
    if (ahead.length > 0) return requireNoneMissing(database, steps, ahead)
    const migrated: string[] = []
    // A transaction a step: none holds its locks for longer than it needs them.
    for (;;) {
      const step = await migrateNext(database, session, steps)
      if (step === undefined) return { migrated, ahead }
      migrated.push(step)
    }
  })
}

async function migrateNext(
  database: Kysely<Schema>,
  session: Kysely<Schema>,
  steps: SchemaSteps
): Promise<string | undefined> {
  const known = await migrator(database, steps).getMigrations()
  const next = known.find(({ executedAt }) => executedAt === undefined)?.name
  if (next === undefined) return undefined
  const { concurrently } = steps[next] ?? {}
  if (concurrently !== undefined) await buildConcurrently(session, concurrently)
  const { error } = await migrator(database, steps).migrateTo(next)
  if (error !== undefined) throw error
  return next
}

/** @throws SchemaMismatch unless the schema is the one that this version knows, or serves it */
export async function requireCurrentSchema(
  database: Kysely<Schema>,
  steps: SchemaSteps = schemaSteps
): Promise<SchemaState> {
  return requireNoneMissing(database, steps, await requireServed(database, steps))
}

/** The steps that are unknown here; each says that code like this works on. */
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

/** What older code has to know is written in the transaction of the step itself. */
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
