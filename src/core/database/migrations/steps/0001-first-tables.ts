import { sql, type Kysely } from 'kysely'

/** Stories, ledger, idempotency keys and audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE stories (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    title text NOT NULL,
    content text NOT NULL,
    summary text NOT NULL,
    tags text[] NOT NULL,
    language text NOT NULL,
    audience text NOT NULL,
    genre text NOT NULL,
    tone text NOT NULL,
    keywords text[] NOT NULL,
    keywords_used text[] NOT NULL,
    keywords_missing text[] NOT NULL,
    word_count integer NOT NULL,
    model text NOT NULL,
    cached boolean NOT NULL,
    prompt_tokens integer NOT NULL,
    completion_tokens integer NOT NULL,
    cost_usd numeric(24, 12) NOT NULL,
    prompt_version text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX stories_of_owner ON stories (owner, created_at DESC, id)`,
  `CREATE INDEX stories_by_age ON stories (created_at)`,

  `CREATE TABLE ledger_entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('started', 'settled', 'lost', 'refunded')),
    attempt_id uuid NOT NULL,
    generation_id uuid NOT NULL,
    owner text NOT NULL,
    credential text NOT NULL,
    payer text NOT NULL CHECK (payer IN ('owner', 'service')),
    model text NOT NULL,
    outcome text NOT NULL,
    prompt_tokens integer NOT NULL,
    cached_prompt_tokens integer NOT NULL,
    cache_write_tokens integer NOT NULL,
    completion_tokens integer NOT NULL,
    reported boolean NOT NULL,
    cost_usd numeric(24, 12) NOT NULL,
    price_table text NOT NULL,
    request_id text NOT NULL,
    correlation_id text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  // An attempt starts once and ends once; an attempt that was recorded as lost may be refunded once.
  `CREATE UNIQUE INDEX ledger_entry_once ON ledger_entries (attempt_id, kind)`,
  `CREATE INDEX ledger_of_owner ON ledger_entries (owner, created_at) WHERE kind <> 'started'`,
  `CREATE INDEX ledger_by_time ON ledger_entries (created_at) WHERE kind <> 'started'`,

  `CREATE TABLE reservations (
    generation_id uuid PRIMARY KEY,
    owner text NOT NULL,
    accounts text[] NOT NULL,
    periods text[] NOT NULL,
    usd numeric(24, 12) NOT NULL,
    tokens bigint NOT NULL,
    lease_until timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX reservations_by_lease ON reservations (lease_until)`,

  `CREATE TABLE budget_usage (
    account text NOT NULL,
    period text NOT NULL,
    spent_usd numeric(24, 12) NOT NULL DEFAULT 0,
    spent_tokens bigint NOT NULL DEFAULT 0,
    reserved_usd numeric(24, 12) NOT NULL DEFAULT 0,
    reserved_tokens bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (account, period)
  )`,
  `CREATE TABLE budgets (
    owner text PRIMARY KEY,
    daily_usd numeric(24, 12),
    monthly_usd numeric(24, 12),
    daily_tokens bigint,
    monthly_tokens bigint,
    set_by text NOT NULL,
    set_at timestamptz(3) NOT NULL DEFAULT now()
  )`,

  `CREATE TABLE idempotency_keys (
    owner text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    claim_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'done')),
    lease_until timestamptz(3) NOT NULL,
    story_id uuid,
    error jsonb,
    expires_at timestamptz(3) NOT NULL,
    PRIMARY KEY (owner, route, key)
  )`,
  `CREATE INDEX idempotency_keys_by_age ON idempotency_keys (expires_at)`,

  `CREATE TABLE audit_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz(3) NOT NULL DEFAULT now(),
    action text NOT NULL,
    actor_kind text NOT NULL,
    actor text NOT NULL,
    owner text NOT NULL,
    target text NOT NULL,
    address text NOT NULL,
    request_id text NOT NULL,
    correlation_id text NOT NULL,
    details jsonb NOT NULL
  )`,
  `CREATE INDEX audit_by_time ON audit_events (at DESC, id DESC)`,
  `CREATE INDEX audit_of_owner ON audit_events (owner, at DESC)`,

  // Ledger and audit log are append-only, except for the retention job, which sets a variable.
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' AND current_setting('jiraiya.retention', true) = 'on' THEN
      RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is appended to, never changed', TG_TABLE_NAME USING ERRCODE = '42501';
  END $$`,
  `CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER ledger_entries_keep BEFORE TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER audit_events_keep BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`
]
