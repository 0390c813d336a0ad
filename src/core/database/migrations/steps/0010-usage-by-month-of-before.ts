import { sql, type Kysely } from 'kysely'
import { coarseRollUps } from './0009-usage-by-month.js'

/**
 * What the days have more than the roll-ups of 0009-usage-by-month.ts, from one snapshot: the entries from
 * before. A separate slot, so that no writer waits for this transaction.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, keys] of Object.entries(coarseRollUps)) {
    await sql.raw(difference(table, keys.join(', '))).execute(db)
  }
}

export const minCompatibleVersion = '0004-usage-of-before'

const columns = 'attempts, prompt_tokens, completion_tokens, cost_usd, charged_usd'

function difference(table: string, keys: string): string {
  return `
    INSERT INTO ${table} (${keys}, slot, ${columns})
    SELECT ${keys}, -1, sum(attempts), sum(prompt_tokens), sum(completion_tokens),
      sum(cost_usd), sum(charged_usd)
    FROM (
      SELECT ${keys}, ${columns} FROM (
        SELECT *, date_trunc('month', day)::date AS month,
          CASE payer WHEN 'owner' THEN cost_usd ELSE 0 END AS charged_usd
        FROM usage_by_day
      ) by_day
      UNION ALL
      SELECT ${keys}, -attempts, -prompt_tokens, -completion_tokens, -cost_usd, -charged_usd
      FROM ${table}
    ) of GROUP BY ${keys}
    HAVING (sum(attempts), sum(prompt_tokens), sum(completion_tokens), sum(cost_usd)) <> (0, 0, 0, 0)`
}
