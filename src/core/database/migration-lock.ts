import { setTimeout as wait } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.js'

/** Any number, the same in every instance and no other lock's. */
const lock = 7_264_301_156
const tryAgainAfterMs = 200

/**
 * One instance at a time; the others poll, because a session that waits for a lock holds a snapshot,
 * and building an index concurrently waits for all snapshots. A process that dies loses the lock.
 *
 * @param work gets the session that holds the lock
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
