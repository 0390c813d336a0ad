import { sql, type Kysely } from 'kysely'
import { oldest } from '../0006-append-only.js'

/**
 * The audit log in partitions of one month (UTC). The table of before is the first of them, up to the month after next:
 * rows of today still go there, and no row is read or moved while others wait.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ readonly schema: string; readonly until: string }>`
    SELECT quote_ident(current_schema()) AS schema,
      replace(right(conname, 7), '_', '-') || '-01' AS until
    FROM pg_constraint WHERE conrelid = 'audit_events'::regclass AND conname LIKE ${`${bound}%`}`.execute(
    db
  )
  const { schema = 'public', until = '' } = rows[0] ?? {}
  for (const statement of [
    ...attachment(until),
    ...additionOf(schema),
    ...removalOf(schema, until)
  ]) {
    await sql.raw(statement).execute(db)
  }
}

export const minCompatibleVersion = '0004-usage-of-before'

const bound = 'audit_events_before_'

/** PostgreSQL attaches a table without reading it if a valid constraint says that all its rows fit. */
export async function prepare(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ readonly month: string; readonly old: string | null }>`
    SELECT to_char(date_trunc('month', now() AT TIME ZONE 'UTC') + interval '2 months', 'YYYY_MM') AS month,
      (SELECT conname FROM pg_constraint
        WHERE conrelid = 'audit_events'::regclass AND conname LIKE ${`${bound}%`}) AS old`.execute(
    db
  )
  const { month = '', old } = rows[0] ?? {}
  // That of a migration which failed may be of an earlier month.
  if (old) await sql`ALTER TABLE audit_events DROP CONSTRAINT ${sql.ref(old)}`.execute(db)
  const name = sql.ref(`${bound}${month}`)
  const until = sql.lit(`${month.replace('_', '-')}-01 00:00+00`)
  await sql`ALTER TABLE audit_events ADD CONSTRAINT ${name} CHECK (at < ${until}) NOT VALID`.execute(
    db
  )
  await sql`ALTER TABLE audit_events VALIDATE CONSTRAINT ${name}`.execute(db)
}

const columns = ['owner, at, id', 'actor, at, id', 'action, at, id', 'at, id'] as const
const names = ['owner', 'actor', 'action', 'all'] as const

/** Without a primary key: it would need `at`, and each partition a new index. Nothing reads events by their id. */
function attachment(until: string): readonly string[] {
  return [
    'ALTER TABLE audit_events RENAME TO audit_events_first',
    ...names.map(name => `ALTER INDEX audit_of_${name}_by_time RENAME TO audit_first_of_${name}`),
    'DROP TRIGGER audit_events_append_only ON audit_events_first',
    // Partitions have no identity column before PostgreSQL 17.
    'ALTER TABLE audit_events_first ALTER id DROP IDENTITY',
    'CREATE SEQUENCE audit_event_ids',
    `SELECT setval('audit_event_ids', coalesce(max(id), 0) + 1, false) FROM audit_events_first`,
    `ALTER TABLE audit_events_first ALTER id SET DEFAULT nextval('audit_event_ids')`,
    `CREATE TABLE audit_events (LIKE audit_events_first INCLUDING DEFAULTS) PARTITION BY RANGE (at)`,
    'ALTER SEQUENCE audit_event_ids OWNED BY audit_events.id',
    ...names.map(
      (name, n) =>
        `CREATE INDEX audit_of_${name}_by_time ON audit_events (${columns[n] ?? ''})${name === 'all' ? ' WHERE id > 0' : ''}`
    ),
    `CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
      FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    `CREATE TRIGGER audit_events_keep BEFORE TRUNCATE ON audit_events
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
    `ALTER TABLE audit_events ATTACH PARTITION audit_events_first
      FOR VALUES FROM (MINVALUE) TO ('${until} 00:00+00')`,
    // For rows of months without a partition, so that no write fails.
    'CREATE TABLE audit_events_other PARTITION OF audit_events DEFAULT',
    moveRights
  ]
}

/** The role of a running service keeps its rights, and gets none on a partition. */
const moveRights = `DO $$
  DECLARE grantee text;
  BEGIN
    FOR grantee IN
      SELECT DISTINCT quote_ident(pg_get_userbyid(a.grantee))
      FROM pg_class c, aclexplode(c.relacl) a
      WHERE c.oid = 'audit_events_first'::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
      EXECUTE format('GRANT SELECT, INSERT ON audit_events TO %s', grantee);
      EXECUTE format('GRANT USAGE ON SEQUENCE audit_event_ids TO %s', grantee);
      EXECUTE format('REVOKE ALL ON audit_events_first FROM %s', grantee);
    END LOOP;
  END $$`

const partitionsAhead = 3

function additionOf(schema: string): readonly string[] {
  const add = `${schema}.add_audit_partition(starts date)`
  return [
    `CREATE FUNCTION ${add} RETURNS void LANGUAGE plpgsql ${secured} AS $$
    DECLARE
      name text := 'audit_events_' || to_char(starts, 'YYYY_MM');
      ends date := (starts + interval '1 month')::date;
    BEGIN
      IF to_regclass('${schema}.' || name) IS NOT NULL THEN RETURN; END IF;
      EXECUTE format('CREATE TABLE ${schema}.%I (LIKE ${schema}.audit_events
        INCLUDING DEFAULTS INCLUDING INDEXES)', name);
      EXECUTE format('CREATE TRIGGER audit_events_keep BEFORE TRUNCATE ON ${schema}.%I
        FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_change()', name);
      EXECUTE format('ALTER TABLE ${schema}.audit_events ATTACH PARTITION ${schema}.%I
        FOR VALUES FROM (%L) TO (%L)', name, starts || ' 00:00+00', ends || ' 00:00+00');
    END $$`,
    `REVOKE ALL ON FUNCTION ${schema}.add_audit_partition(date) FROM PUBLIC`
  ]
}

function removalOf(schema: string, until: string): readonly string[] {
  const oldRowsOf = (table: string): string => oldest(schema, table, 'at', 'at < up_to AND id > 0')
  const remove = `${schema}.remove_old_audit_events(before timestamptz)`
  return [
    `CREATE OR REPLACE FUNCTION ${remove} RETURNS bigint LANGUAGE plpgsql ${secured}
      SET enable_seqscan = off
    AS $$
    DECLARE
      min_days integer := (SELECT a.min_days FROM ${schema}.append_only_tables a
        WHERE a.name = 'audit_events');
      up_to timestamptz := least(before, now() - make_interval(days => min_days));
      this_month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
      month date;
      old text;
      removed bigint;
    BEGIN
      FOR n IN 0..${partitionsAhead} LOOP
        month := (this_month + make_interval(months => n))::date;
        IF month >= '${until}' THEN PERFORM ${schema}.add_audit_partition(month); END IF;
      END LOOP;
      FOR old IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = '${schema}.audit_events'::regclass
          AND c.relname ~ '^audit_events_[0-9]{4}_[0-9]{2}$'
          AND (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= up_to
        ORDER BY c.relname
      LOOP
        EXECUTE format('SELECT count(*) FROM ${schema}.%I', old) INTO removed;
        EXECUTE format('DROP TABLE ${schema}.%I', old);
        IF removed > 0 THEN RETURN removed; END IF;
      END LOOP;
      PERFORM set_config('jiraiya.retention', 'on', true);
      DELETE FROM ${schema}.audit_events_first WHERE ${oldRowsOf('audit_events_first')};
      GET DIAGNOSTICS removed = ROW_COUNT;
      IF removed > 0 THEN RETURN removed; END IF;
      DELETE FROM ${schema}.audit_events_other WHERE ${oldRowsOf('audit_events_other')};
      GET DIAGNOSTICS removed = ROW_COUNT;
      RETURN removed;
    END $$`,
    `SELECT ${schema}.remove_old_audit_events('-infinity')`
  ]
}

/** A partition is attached and dropped within a second, or in the next hour: what waits for a lock makes others wait. */
const secured = `SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '1s'`
