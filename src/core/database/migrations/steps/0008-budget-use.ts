import { sql, type Kysely } from 'kysely'

/** Columns for reservations that grow, warnings of budgets and stories that a budget has limited. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Null in the rows of older code, which reserves the maximum of each attempt.
  `ALTER TABLE reservations ADD COLUMN attempts jsonb, ADD COLUMN limits_usd numeric(24, 12)[],
    ADD COLUMN limits_tokens bigint[]`,
  `ALTER TABLE budget_usage ADD COLUMN warned smallint NOT NULL DEFAULT 0`,
  `ALTER TABLE stories ADD COLUMN budget_limited boolean NOT NULL DEFAULT false`
]

export const minCompatibleVersion = '0004-usage-of-before'
