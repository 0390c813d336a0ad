import { setTimeout as wait } from 'node:timers/promises'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Schema } from '#core/database/schema.js'

/** The key of the advisory lock: arbitrary, but used for nothing else. */
const lock = 7_264_301_156
const tryAgainAfterMs = 200

/**
 * Lets one instance migrate at a time. The lock belongs to a transaction, because a pooler may give each
 * transaction another session. The transaction is idle during the work and holds no snapshot, for which a
 * concurrent index build would wait. For the same reason the other instances poll.
 *
 * @param work uses other connections
 */
export async function withMigrationLock<T>(
  database: Kysely<Schema>,
  work: () => Promise<T>
): Promise<T> {
  for (;;) {
    const done = await database.transaction().execute(async transaction => {
      if (!(await tryToLock(transaction))) return undefined
      return { result: await work() }
    })
    if (done !== undefined) return done.result
    await wait(tryAgainAfterMs)
  }
}

async function tryToLock(transaction: Transaction<Schema>): Promise<boolean> {
  // The work may take longer than a server usually allows a transaction to be idle. The lock is no
  // parameter, because the snapshot of a statement with parameters is held until the transaction ends.
  await sql`SET LOCAL idle_in_transaction_session_timeout = 0`.execute(transaction)
  const { rows } = await sql<{ readonly mine: boolean }>`
    SELECT pg_try_advisory_xact_lock(${sql.lit(lock)}) AS mine`.execute(transaction)
  return rows[0]?.mine === true
}
