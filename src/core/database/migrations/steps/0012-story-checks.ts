import { sql, type Kysely } from 'kysely'

/** What was verified of a story; null for stories of older code. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE stories ADD COLUMN checks jsonb`.execute(db)
}

export const minCompatibleVersion = '0004-usage-of-before'
