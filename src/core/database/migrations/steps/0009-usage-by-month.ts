import { sql, type Kysely } from 'kysely'
import { rollUp } from './0003-usage-by-day.js'
import { oldest, register, removalFunction } from './0006-append-only.js'

/** Roll-ups of each owner by month and of all owners together by day, kept by the trigger of the ledger. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ readonly schema: string }>`
    SELECT quote_ident(current_schema()) AS schema`.execute(db)
  for (const statement of statements(rows[0]?.schema ?? 'public')) {
    await sql.raw(statement).execute(db)
  }
}

/**
 * The condition holds for all rows, and only statements about all owners repeat it: otherwise PostgreSQL may
 * read the days of all owners for one of them.
 */
export const concurrently: Readonly<Record<string, string>> = {
  usage_by_day_of_all: 'ON usage_by_day (day) WHERE slot >= -1',
  budget_usage_by_period: 'ON budget_usage (period COLLATE "C")'
}

export const minCompatibleVersion = '0004-usage-of-before'

/** The roll-ups with the values of their keys, of which `created_at` or `day` is the time. */
export const coarseRollUps = {
  usage_by_month: ['owner', 'month', 'model'],
  usage_of_all: ['day', 'model']
} as const

type CoarseRollUp = keyof typeof coarseRollUps

const tables = (Object.keys(coarseRollUps) as CoarseRollUp[]).map(
  table => `CREATE TABLE ${table} (
    ${table === 'usage_by_month' ? 'owner text NOT NULL, month' : 'day'} date NOT NULL,
    model text NOT NULL,
    slot smallint NOT NULL,
    attempts bigint NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cost_usd numeric(24, 12) NOT NULL,
    charged_usd numeric(24, 12) NOT NULL,
    PRIMARY KEY (${coarseRollUps[table].join(', ')}, slot)
  ) WITH (fillfactor = 70)`
)

/** Adds entries to a roll-up, in the order of its keys, so that no two statements deadlock. */
function coarseRollUp(table: CoarseRollUp): string {
  const keys = coarseRollUps[table].join(', ')
  return `
  INSERT INTO ${table} AS known (${keys}, slot,
    attempts, prompt_tokens, completion_tokens, cost_usd, charged_usd)
  SELECT ${keys}, (pg_backend_pid() % 8)::smallint,
    sum(CASE kind WHEN 'refunded' THEN -1 ELSE 1 END),
    sum(prompt_tokens), sum(completion_tokens), sum(cost_usd),
    coalesce(sum(cost_usd) FILTER (WHERE payer = 'owner'), 0)
  FROM (
    SELECT *, (created_at AT TIME ZONE 'UTC')::date AS day,
      date_trunc('month', created_at AT TIME ZONE 'UTC')::date AS month
    FROM entered WHERE kind <> 'started'
  ) ended
  GROUP BY ${keys} ORDER BY ${keys}
  ON CONFLICT (${keys}, slot) DO UPDATE SET
    attempts = known.attempts + excluded.attempts,
    prompt_tokens = known.prompt_tokens + excluded.prompt_tokens,
    completion_tokens = known.completion_tokens + excluded.completion_tokens,
    cost_usd = known.cost_usd + excluded.cost_usd,
    charged_usd = known.charged_usd + excluded.charged_usd`
}

/** Days and months are removed together, so that both always have the same sums. */
const beforeMonth = `date_trunc('month', up_to AT TIME ZONE 'UTC')::date`

function statements(schema: string): readonly string[] {
  const trigger = `$$
  BEGIN
    ${rollUp('entered', '(pg_backend_pid() % 8)::smallint')};
    ${coarseRollUp('usage_by_month')};
    ${coarseRollUp('usage_of_all')};
    RETURN NULL;
  END $$`
  return [
    ...tables,
    // Entries up to this moment are added by the next migration, later ones by the trigger.
    'LOCK TABLE ledger_entries IN SHARE ROW EXCLUSIVE MODE',
    `CREATE OR REPLACE FUNCTION roll_up_usage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, ${schema}, pg_temp AS ${trigger}`,
    usageOfAccount,
    'DROP INDEX usage_by_day_of_day',
    'DROP FUNCTION remove_old_usage_by_day(timestamptz)',
    ...removalFunction(
      schema,
      'usage_by_day',
      oldest(schema, 'usage_by_day', 'day', `day < ${beforeMonth} AND slot >= -1`)
    ),
    register('usage_by_month'),
    ...removalFunction(
      schema,
      'usage_by_month',
      oldest(schema, 'usage_by_month', 'month', `month < ${beforeMonth}`)
    ),
    `CREATE INDEX usage_by_month_of_month ON usage_by_month (month)`,
    register('usage_of_all'),
    ...removalFunction(
      schema,
      'usage_of_all',
      oldest(schema, 'usage_of_all', 'day', `day < ${beforeMonth}`)
    )
  ]
}

/** As in 0003-usage-by-day.ts, but all owners together have their own roll-up. */
const usageOfAccount = `
  CREATE OR REPLACE FUNCTION usage_of_account(name text, since date, until date)
    RETURNS TABLE (usd numeric, tokens bigint) LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(cost_usd), 0),
      coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint
    FROM (
      SELECT cost_usd, prompt_tokens, completion_tokens FROM usage_by_day
      WHERE owner = name AND day >= since AND day < until AND payer = 'owner'
      UNION ALL
      SELECT cost_usd, prompt_tokens, completion_tokens FROM usage_by_day
      WHERE name LIKE 'via:%' AND credential = substr(name, 5)
        AND day >= since AND day < until AND payer = 'owner'
      UNION ALL
      SELECT cost_usd, prompt_tokens, completion_tokens FROM usage_of_all
      WHERE name = 'global' AND day >= since AND day < until
    ) counted
  $$`
