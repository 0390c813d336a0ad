import { sql, type Kysely } from 'kysely'
import { rollUp } from './0003-usage-by-day.js'

/**
 * Roll-ups of the entries from before the trigger. They have a separate slot, so that no writer waits
 * for this transaction.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const before = `(SELECT e.* FROM ledger_entries e, usage_backfill b WHERE e.id <= b.up_to) entries`
  await sql.raw(rollUp(before, '-1')).execute(db)
  await sql`DROP TABLE usage_backfill`.execute(db)
}
