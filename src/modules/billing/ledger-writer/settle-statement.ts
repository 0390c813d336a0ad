import { jsonParameter } from '#core/database/parameters/json-parameter.js'
import type { PassedThreshold } from '../budgets/budget-warnings.service.js'
import { entryColumns, type LedgerEntry } from '../ledger-entry.js'

/** A row as JSON, with the columns as keys. */
export type JsonRow = Readonly<Record<string, unknown>>

/** The response to store for an Idempotency-Key, if its claim is still held. */
export interface CompletedClaim {
  readonly owner: string
  readonly route: string
  readonly key: string
  readonly claimId: string
  /** The error to store, if the response is not a story. */
  readonly error?: unknown
}

/** The result of a generation: story, audit event, idempotency key, ledger entries, counters. */
export interface Settlement {
  /** Unique id; the same when the settlement is retried. */
  readonly id: string
  /** The ends of the attempts; empty without attempts. */
  readonly charges?: ChargesEnd | undefined
  readonly story?: JsonRow
  /** Written only together with the story. */
  readonly audit?: JsonRow
  readonly claim?: CompletedClaim | undefined
}

export interface ChargesEnd {
  readonly generationId: string
  readonly ends: readonly LedgerEntry[]
  /** The day (UTC) whose budgets it counts against. */
  readonly day: string
}

export interface SettleRow {
  /** Whether the reservation existed, so that the attempts are recorded and counted. */
  readonly is_taken: boolean
  /** False if another request has taken over the Idempotency-Key; only that one is charged. */
  readonly is_ours: boolean
  /** Whether the story is new. */
  readonly is_stored: boolean
  /** Of all settlements of the flush; the same in every row. */
  readonly passed: readonly PassedThreshold[] | null
}

/** The columns of stories and audit events. */
export interface SettleColumns {
  readonly story: readonly string[]
  readonly audit: readonly string[]
}

/** Parameters of the statement: settlements, stories, audit events, entries, thresholds in percent. */
export function settleParameters(
  settlements: readonly Settlement[],
  thresholds: readonly number[]
): readonly unknown[] {
  const items = settlements.map(({ charges, story, claim }, n) => ({
    n,
    generation_id: charges?.generationId,
    story_id: story?.['id'],
    owner: claim?.owner,
    route: claim?.route,
    key: claim?.key,
    claim_id: claim?.claimId,
    error: claim?.error
  }))
  return [
    jsonParameter(items),
    jsonParameter(settlements.flatMap(({ story }) => story ?? [])),
    jsonParameter(settlements.flatMap(({ audit }) => audit ?? [])),
    jsonParameter(settlements.flatMap(({ charges }) => charges?.ends ?? [])),
    thresholds
  ]
}

/**
 * Stores stories with their audit events, completes idempotency keys, records the ends of attempts,
 * releases reservations and updates counters in one statement. It is idempotent: existing rows are not
 * changed, and only new rows are counted.
 */
export function settleStatement(rows: SettleColumns | undefined): string {
  const entries = entryColumns.join(', ')
  // If another request has taken over the key, only that one is charged.
  const ends = entryColumns
    .map(name =>
      name === 'payer'
        ? `CASE WHEN t.claim_id IS NULL OR t.claim_id IN (SELECT claim_id FROM completed)
            THEN e.payer ELSE 'service' END`
        : `e.${name}`
    )
    .join(', ')
  return `
WITH threshold AS (SELECT unnest($5::smallint[]) AS percent),
item AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS i(n integer, generation_id uuid, story_id uuid,
    owner text, route text, key text, claim_id uuid, error jsonb)
),
completed AS (
  UPDATE idempotency_keys k SET state = 'done', story_id = i.story_id, error = i.error
  FROM item i WHERE k.owner = i.owner AND k.route = i.route AND k.key = i.key
    AND k.claim_id = i.claim_id
  RETURNING k.claim_id
),
${rows === undefined ? nothingInserted : insertions(rows)},
taken AS (
  DELETE FROM reservations h USING item i WHERE h.generation_id = i.generation_id
  RETURNING h.generation_id, h.accounts, h.periods, h.limits_usd, h.limits_tokens, h.usd, h.tokens,
    i.claim_id
),
ended AS (
  INSERT INTO ledger_entries (${entries})
  SELECT ${ends}
  FROM jsonb_populate_recordset(NULL::ledger_entries, $4::jsonb) e
  JOIN taken t ON t.generation_id = e.generation_id
  WHERE ${isEntered}
  ON CONFLICT DO NOTHING
  RETURNING generation_id, payer, cost_usd AS usd, prompt_tokens + completion_tokens AS tokens
),
spent AS (
  SELECT generation_id, sum(usd) AS usd, sum(tokens) AS tokens,
    sum(usd) FILTER (WHERE payer = 'owner') AS owner_usd,
    sum(tokens) FILTER (WHERE payer = 'owner') AS owner_tokens
  FROM ended GROUP BY generation_id
),
change AS (
  SELECT x.account, x.period, min(x.limit_usd) AS limit_usd, min(x.limit_tokens) AS limit_tokens,
    sum(t.usd) AS released_usd, sum(t.tokens) AS released_tokens,
    sum(coalesce(CASE x.account WHEN 'global' THEN s.usd ELSE s.owner_usd END, 0)) AS usd,
    sum(coalesce(CASE x.account WHEN 'global' THEN s.tokens ELSE s.owner_tokens END, 0)) AS tokens
  FROM taken t CROSS JOIN ${accountsOf('t')}
  LEFT JOIN spent s ON s.generation_id = t.generation_id
  GROUP BY x.account, x.period
),
${countChange}
SELECT t.generation_id IS NOT NULL AS is_taken,
  i.claim_id IS NULL OR c.claim_id IS NOT NULL AS is_ours, s.id IS NOT NULL AS is_stored,
  ${passedThresholds} AS passed
FROM item i
LEFT JOIN taken t ON t.generation_id = i.generation_id
LEFT JOIN completed c ON c.claim_id = i.claim_id
LEFT JOIN stored s ON s.id = i.story_id
ORDER BY i.n`
}

/** The accounts of a reservation with their limits. The arrays of limits may be null, or end early. */
export const accountsOf = (reservation: string): string =>
  `unnest(${reservation}.accounts, ${reservation}.periods, ${reservation}.limits_usd,
    ${reservation}.limits_tokens) AS x(account, period, limit_usd, limit_tokens)`

/**
 * Applies the rows of `change` to the counters, which are locked in order, so that no two statements
 * deadlock. Remembers the highest `threshold` that is reached, so that each is reported once.
 */
export const countChange = `
locked AS (
  SELECT u.account, u.period, u.warned FROM budget_usage u
  JOIN change c ON c.account = u.account AND c.period = u.period
  ORDER BY u.account, u.period FOR UPDATE OF u
),
counted AS (
  UPDATE budget_usage u SET reserved_usd = u.reserved_usd - c.released_usd,
    reserved_tokens = u.reserved_tokens - c.released_tokens,
    spent_usd = u.spent_usd + c.usd, spent_tokens = u.spent_tokens + c.tokens,
    warned = greatest(u.warned, (
      SELECT max(t.percent) FROM threshold t
      WHERE (u.spent_usd + c.usd) * 100 >= c.limit_usd * t.percent
        OR (u.spent_tokens + c.tokens) * 100 >= c.limit_tokens * t.percent
    ))
  FROM change c JOIN locked l ON l.account = c.account AND l.period = c.period
  WHERE u.account = l.account AND u.period = l.period
  RETURNING u.account, u.period, l.warned AS before, u.warned AS reached
)`

/** The thresholds that `countChange` has found to be passed. */
export const passedThresholds = `(
  SELECT jsonb_agg(to_jsonb(counted)) FROM counted WHERE reached > before
)`

/** An attempt without a reservation has no recorded start, so its end is not recorded either. */
const isEntered = `EXISTS (
    SELECT 1 FROM ledger_entries s WHERE s.attempt_id = e.attempt_id AND s.kind = 'started')`

/** Mentions the unused parameters, because PostgreSQL must be able to infer their types. */
const nothingInserted = `
stored AS (SELECT NULL::uuid AS id WHERE $2::jsonb IS NULL AND $3::jsonb IS NULL)`

function insertions({ story, audit }: SettleColumns): string {
  return `
stored AS (
  INSERT INTO stories (${story.join(', ')})
  SELECT ${story.join(', ')} FROM jsonb_populate_recordset(NULL::stories, $2::jsonb)
  ON CONFLICT (id) DO NOTHING RETURNING id
),
audited AS (
  INSERT INTO audit_events (${audit.join(', ')})
  SELECT ${audit.join(', ')} FROM jsonb_populate_recordset(NULL::audit_events, $3::jsonb) e
  WHERE e.target IN (SELECT id::text FROM stored)
)`
}
