import { sql, type Kysely } from 'kysely'

/** Which migrations are compatible with older code: see migrations.ts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE schema_steps (name text PRIMARY KEY, works_since text NOT NULL)`.execute(
    db
  )
}
