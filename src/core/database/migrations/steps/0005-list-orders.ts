import { sql, type Kysely } from 'kysely'

/** Indexes in the orders of the lists, so that a page is read from the entry before it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The statements of older code still work, those of retention without an index.
  await sql`DROP INDEX stories_of_owner, stories_by_age, audit_of_owner, audit_by_time`.execute(db)
}

/**
 * The conditions hold for all rows. A statement must repeat them to use the index: otherwise PostgreSQL
 * would read the rows of all owners by time for a list of an owner with many rows.
 */
export const concurrently: Readonly<Record<string, string>> = {
  stories_of_owner_by_time: 'ON stories (owner, created_at, id)',
  stories_of_owner_by_title: 'ON stories (owner, title, id)',
  stories_of_owner_by_length: 'ON stories (owner, word_count, id)',
  stories_of_all_by_time: 'ON stories (created_at) WHERE word_count >= 0',
  audit_of_owner_by_time: 'ON audit_events (owner, at, id)',
  audit_of_actor_by_time: 'ON audit_events (actor, at, id)',
  audit_of_action_by_time: 'ON audit_events (action, at, id)',
  audit_of_all_by_time: 'ON audit_events (at, id) WHERE id > 0'
}

export const minCompatibleVersion = '0004-usage-of-before'
