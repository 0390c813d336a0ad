import { sql, type Kysely } from 'kysely'

/** The parent of a story, and how the story was made of it; null for stories that are no revisions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE stories ADD COLUMN parent_id uuid, ADD COLUMN revision jsonb`.execute(db)
}

export const minCompatibleVersion = '0004-usage-of-before'
