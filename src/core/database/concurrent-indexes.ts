import { setTimeout as wait } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.js'

/** Any number, the same in every instance and no other lock's. */
const lock = 7_264_301_156
const tryAgainAfterMs = 200

/**
 * Builds indexes beside the writers of their tables. One instance at a time; the others poll, because
 * a session that waits for a lock holds a snapshot, and the build waits for all snapshots. An index
 * that a failed build left invalid is built anew.
 */
export async function buildConcurrently(
  database: Kysely<Schema>,
  indexes: Readonly<Record<string, string>>
): Promise<void> {
  await database.connection().execute(async session => {
    for (;;) {
      const { rows } = await sql<{ readonly mine: boolean }>`
        SELECT pg_try_advisory_lock(${lock}) AS mine`.execute(session)
      if (rows[0]?.mine === true) break
      await wait(tryAgainAfterMs)
    }
    try {
      // As long as it takes.
      await sql`SET statement_timeout = 0`.execute(session)
      for (const [name, definition] of Object.entries(indexes))
        await build(session, name, definition)
    } finally {
      await sql`RESET statement_timeout`.execute(session)
      await sql`SELECT pg_advisory_unlock(${lock})`.execute(session)
    }
  })
}

async function build(session: Kysely<Schema>, name: string, definition: string): Promise<void> {
  const { rows } = await sql<{ readonly is_valid: boolean }>`
    SELECT indisvalid AS is_valid FROM pg_index WHERE indexrelid = to_regclass(${name})`.execute(
    session
  )
  if (rows[0]?.is_valid === true) return
  if (rows[0] !== undefined) await sql`DROP INDEX CONCURRENTLY ${sql.ref(name)}`.execute(session)
  await sql`CREATE INDEX CONCURRENTLY ${sql.ref(name)} ${sql.raw(definition)}`.execute(session)
}
