import { sql, type Kysely } from 'kysely'

/** Which steps of the schema code that does not know them works on with: see migrations.ts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE schema_steps (name text PRIMARY KEY, works_since text NOT NULL)`.execute(
    db
  )
}
