import { sql, type Kysely } from 'kysely'

/** Roll-ups of the ledger by day, and columns and indexes for the group commit of the ledger. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Built concurrently before the migration, so that writes to a large table are not blocked. */
export const concurrently: Readonly<Record<string, string>> = {
  ledger_of_generation: `ON ledger_entries (generation_id) WHERE kind IN ('started', 'lost')`
}

/** Adds ledger entries to the roll-ups. `slot` spreads concurrent writers over several rows. */
export const rollUp = (entries: string, slot: string): string => `
  INSERT INTO usage_by_day AS known (owner, day, credential, model, payer, slot,
    generations, attempts, prompt_tokens, completion_tokens, cost_usd)
  SELECT owner, day, credential, model, payer, ${slot},
    count(*) FILTER (WHERE payer = 'owner' AND nth = 1),
    sum(CASE kind WHEN 'refunded' THEN -1 ELSE 1 END),
    sum(prompt_tokens), sum(completion_tokens), sum(cost_usd)
  FROM (
    SELECT *, (created_at AT TIME ZONE 'UTC')::date AS day,
      row_number() OVER (PARTITION BY generation_id, payer ORDER BY id) AS nth
    FROM ${entries} WHERE kind <> 'started'
  ) ended
  GROUP BY owner, day, credential, model, payer
  ORDER BY owner, day, credential, model, payer
  ON CONFLICT (owner, day, credential, model, payer, slot) DO UPDATE SET
    generations = known.generations + excluded.generations,
    attempts = known.attempts + excluded.attempts,
    prompt_tokens = known.prompt_tokens + excluded.prompt_tokens,
    completion_tokens = known.completion_tokens + excluded.completion_tokens,
    cost_usd = known.cost_usd + excluded.cost_usd`

const statements = [
  `ALTER TABLE reservations ADD COLUMN credential text, ADD COLUMN day date`,

  `CREATE TABLE usage_by_day (
    owner text NOT NULL,
    day date NOT NULL,
    credential text NOT NULL,
    model text NOT NULL,
    payer text NOT NULL,
    slot smallint NOT NULL,
    generations bigint NOT NULL,
    attempts bigint NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cost_usd numeric(24, 12) NOT NULL,
    PRIMARY KEY (owner, day, credential, model, payer, slot)
  ) WITH (fillfactor = 70)`,
  `CREATE INDEX usage_by_day_of_day ON usage_by_day (day)`,
  `CREATE INDEX usage_by_day_of_credential ON usage_by_day (credential, day)`,

  // Eight rows for each group, so that instances do not wait for each other's COMMIT.
  `CREATE FUNCTION roll_up_usage() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${rollUp('entered', '(pg_backend_pid() % 8)::smallint')};
    RETURN NULL;
  END $$`,
  // Waits for running transactions; later entries are counted by the trigger.
  `CREATE TRIGGER ledger_entries_roll_up AFTER INSERT ON ledger_entries
    REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION roll_up_usage()`,
  `CREATE TABLE usage_backfill AS SELECT coalesce(max(id), 0) AS up_to FROM ledger_entries`,
  // No longer needed: reports read the daily sums, not the ledger.
  `DROP INDEX ledger_of_owner`,

  // The sums of an account over a range of days; the account is an owner, a credential or global.
  `CREATE FUNCTION usage_of_account(name text, since date, until date)
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
      SELECT cost_usd, prompt_tokens, completion_tokens FROM usage_by_day
      WHERE name = 'global' AND day >= since AND day < until
    ) counted
  $$`,

  // Tables with short-lived rows, and with rows that every flush updates.
  `ALTER TABLE reservations SET (autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 2000)`,
  `ALTER TABLE budget_usage SET (fillfactor = 70)`
]
