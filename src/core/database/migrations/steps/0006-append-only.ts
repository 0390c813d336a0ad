import { sql, type Kysely } from 'kysely'

/** Maximum number of attempts or rows that a call of a function deletes. */
export const removedAtOnce = 1000

/**
 * Functions that delete old rows of the append-only tables, so that the role of the service needs no right
 * to do so. They run with the rights of their owner, and the triggers accept them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ readonly schema: string }>`
    SELECT quote_ident(current_schema()) AS schema`.execute(db)
  const schema = rows[0]?.schema ?? 'public'
  for (const statement of statements(schema)) await sql.raw(statement).execute(db)
}

export const minCompatibleVersion = '0005-list-orders'

function statements(schema: string): readonly string[] {
  return [
    `CREATE TABLE append_only_tables (
      name text PRIMARY KEY,
      min_days integer NOT NULL DEFAULT 1 CHECK (min_days > 0)
    )`,
    // Every attempt has an end, which an index finds, and both entries are deleted together.
    ...removal(
      schema,
      'ledger_entries',
      `created_at < up_to AND attempt_id IN (
        SELECT attempt_id FROM ${schema}.ledger_entries
        WHERE kind <> 'started' AND created_at < up_to
        ORDER BY created_at LIMIT ${removedAtOnce})`
    ),
    ...removal(
      schema,
      'usage_by_day',
      oldest(schema, 'usage_by_day', 'day', `day < (up_to AT TIME ZONE 'UTC')::date`)
    ),
    ...removal(
      schema,
      'audit_events',
      oldest(schema, 'audit_events', 'at', 'at < up_to AND id > 0')
    ),
    // The trigger writes the roll-ups, so the role of the service only reads them.
    `ALTER FUNCTION ${schema}.roll_up_usage() SECURITY DEFINER
      SET search_path = pg_catalog, ${schema}, pg_temp`
  ]
}

/** By table and place, because a place is unique within a partition only. */
export function oldest(schema: string, table: string, column: string, isOld: string): string {
  return `(tableoid, ctid) IN (
    SELECT tableoid, ctid FROM ${schema}.${table} WHERE ${isOld}
    ORDER BY ${column} LIMIT ${removedAtOnce} FOR UPDATE SKIP LOCKED)`
}

function removal(schema: string, table: string, condition: string): readonly string[] {
  return [register(table), ...removalFunction(schema, table, condition)]
}

export const register = (table: string): string =>
  `INSERT INTO append_only_tables (name) VALUES ('${table}')`

/**
 * Rows of the last `min_days` days are never deleted, whatever the argument is; only the owner can change
 * this number. All names have a schema, so that no object of the caller is used.
 */
export function removalFunction(
  schema: string,
  table: string,
  condition: string
): readonly string[] {
  const name = `${schema}.remove_old_${table}`
  return [
    `CREATE FUNCTION ${name}(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp
      SET enable_seqscan = off
    AS $$
    DECLARE
      min_days integer := (SELECT a.min_days FROM ${schema}.append_only_tables a
        WHERE a.name = '${table}');
      up_to timestamptz := least(before, now() - make_interval(days => min_days));
      removed bigint;
    BEGIN
      PERFORM set_config('jiraiya.retention', 'on', true);
      DELETE FROM ${schema}.${table} WHERE ${condition};
      GET DIAGNOSTICS removed = ROW_COUNT;
      RETURN removed;
    END $$`,
    `REVOKE ALL ON FUNCTION ${name}(timestamptz) FROM PUBLIC`
  ]
}
