import { sql, type Kysely } from 'kysely'

/** Measures that are computed after a story is delivered; null until then, and for stories of older code. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE stories ADD COLUMN indicators jsonb`.execute(db)
}

export const minCompatibleVersion = '0004-usage-of-before'
