import { setTimeout as wait } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { Schema } from '#core/database/schema.js'

/** The key of the advisory lock: arbitrary, but used for nothing else. */
const lock = 7_264_301_156
const tryAgainAfterMs = 200

/**
 * Lets one instance migrate at a time. The others poll, because a session that waits for a lock holds a
 * snapshot, and a concurrent index build waits for all snapshots. The lock ends with its session.
 *
 * @param work receives the session that holds the lock
 */
export async function withMigrationLock<T>(
  database: Kysely<Schema>,
  work: (session: Kysely<Schema>) => Promise<T>
): Promise<T> {
  return database.connection().execute(async session => {
    while (!(await tryToLock(session))) await wait(tryAgainAfterMs)
    try {
      return await work(session)
    } finally {
      await sql`SELECT pg_advisory_unlock(${lock})`.execute(session)
    }
  })
}

async function tryToLock(session: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ readonly mine: boolean }>`
    SELECT pg_try_advisory_lock(${lock}) AS mine`.execute(session)
  return rows[0]?.mine === true
}
