import { sql, type Kysely } from 'kysely'

/** Keywords of which only the model says that a form is in the content; empty for older stories. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE stories ADD COLUMN keywords_unconfirmed text[] NOT NULL DEFAULT '{}'`.execute(
    db
  )
}

export const minCompatibleVersion = '0004-usage-of-before'
