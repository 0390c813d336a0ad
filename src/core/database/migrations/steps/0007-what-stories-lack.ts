import { sql, type Kysely } from 'kysely'

/** The checks that a story fails after its repair; empty for stories that were written before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE stories ADD COLUMN lacks text[] NOT NULL DEFAULT '{}'`.execute(db)
}

export const minCompatibleVersion = '0004-usage-of-before'
