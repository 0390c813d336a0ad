import { sql, type Kysely } from 'kysely'
import type { Schema } from '#core/database/schema.js'

/**
 * Builds indexes concurrently, outside a transaction, so that writes are not blocked. An index that a
 * failed build left invalid is built again.
 */
export async function buildConcurrently(
  database: Kysely<Schema>,
  indexes: Readonly<Record<string, string>>
): Promise<void> {
  for (const [name, definition] of Object.entries(indexes)) {
    const { rows } = await sql<{ readonly is_valid: boolean }>`
      SELECT indisvalid AS is_valid FROM pg_index WHERE indexrelid = to_regclass(${name})`.execute(
      database
    )
    if (rows[0]?.is_valid === true) continue
    if (rows[0] !== undefined) await sql`DROP INDEX CONCURRENTLY ${sql.ref(name)}`.execute(database)
    await sql`CREATE INDEX CONCURRENTLY ${sql.ref(name)} ${sql.raw(definition)}`.execute(database)
  }
}
