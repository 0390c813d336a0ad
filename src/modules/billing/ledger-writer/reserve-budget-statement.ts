import { jsonParameter } from '#core/database/parameters/json-parameter.js'
import type { BudgetAccount, BudgetPeriod } from '../budgets/budget-accounts.js'
import { entryColumns, type LedgerEntry } from '../ledger-entry.js'
import { toDecimal, type Picodollars } from '../prices/money.js'
import type { HeldAttempt } from '../tables.js'

export interface Amount {
  readonly cost: Picodollars
  readonly tokens: number
}

/** What a generation reserves: before each attempt, and while the answer of an attempt grows. */
export interface Reservation {
  readonly generationId: string
  readonly owner: string
  /** The credential of the request. */
  readonly credential: string
  /** Whether it is the first reservation; otherwise the previous one must still exist. */
  readonly isFirst: boolean
  readonly accounts: readonly BudgetAccount[]
  /** The total to reserve; it replaces the previous amount. */
  readonly total: Amount
  /** The share of each limit that it may reach, from 0 to 1. */
  readonly share: number
  /** The parts of the total, at which the attempts are recorded if they are lost. */
  readonly attempts: readonly HeldAttempt[]
  readonly leaseSeconds: number
  /** The entry of the kind `started`; undefined if an attempt only reserves more. */
  readonly entry?: LedgerEntry | undefined
}

/**
 * `undecided`: fits alone, but not together with all others of the flush. `unopened`: a limited account
 * of the flush has no row for the period, so nothing is reserved. `expired`: the lease has expired.
 */
export type Verdict = 'reserved' | 'refused' | 'undecided' | 'unopened' | 'expired'

export interface ReserveRow {
  readonly verdict: Verdict
  /** The day of the reservation, UTC. */
  readonly day: string
  /** The first limit that is exceeded. */
  readonly account: string | null
  readonly period: BudgetPeriod | null
  readonly unit: 'usd' | 'tokens' | null
  readonly limit: string | null
  readonly global: readonly SpentRatio[] | null
}

/** The used share of a global limit, from 0 to 1. */
export interface SpentRatio {
  readonly period: BudgetPeriod
  readonly usd: number | null
  readonly tokens: number | null
}

/** Parameters of the statement: reservations, accounts with their configured limits, entries. */
export function reserveParameters(reservations: readonly Reservation[]): readonly string[] {
  const accounts = new Map<string, object>()
  const requests = reservations.map((reservation, n) => ({
    n,
    generation_id: reservation.generationId,
    owner: reservation.owner,
    credential: reservation.credential,
    is_first: reservation.isFirst,
    usd: toDecimal(reservation.total.cost),
    tokens: reservation.total.tokens,
    share: reservation.share,
    attempts: reservation.attempts,
    lease_seconds: reservation.leaseSeconds,
    accounts: reservation.accounts.map(account => indexOf(accounts, account))
  }))
  const entries = reservations.flatMap(({ entry }) => entry ?? [])
  return [jsonParameter(requests), jsonParameter([...accounts.values()]), jsonParameter(entries)]
}

/** One row for an account and its limits, because an owner's limits may depend on the role. */
function indexOf(accounts: Map<string, object>, { account, budget }: BudgetAccount): number {
  const key = JSON.stringify([account, budget])
  const known = [...accounts.keys()].indexOf(key)
  if (known >= 0) return known
  accounts.set(key, {
    i: accounts.size,
    account,
    daily_usd: budget.dailyUsd,
    monthly_usd: budget.monthlyUsd,
    daily_tokens: budget.dailyTokens,
    monthly_tokens: budget.monthlyTokens
  })
  return accounts.size - 1
}

const columns = entryColumns.join(', ')

/**
 * Limits of the accounts ($2) in the periods of the days in `request`. A budget set by an admin
 * overrides the configured one.
 */
const wanted = `
  wanted AS (
    SELECT a.i, a.account, d.day, p.kind, p.period,
      CASE WHEN b.owner IS NULL
        THEN CASE p.kind WHEN 'day' THEN a.daily_usd ELSE a.monthly_usd END
        ELSE CASE p.kind WHEN 'day' THEN b.daily_usd ELSE b.monthly_usd END END AS limit_usd,
      CASE WHEN b.owner IS NULL
        THEN CASE p.kind WHEN 'day' THEN a.daily_tokens ELSE a.monthly_tokens END
        ELSE CASE p.kind WHEN 'day' THEN b.daily_tokens ELSE b.monthly_tokens END
      END AS limit_tokens
    FROM jsonb_to_recordset($2::jsonb) AS a(i integer, account text, daily_usd numeric,
      monthly_usd numeric, daily_tokens bigint, monthly_tokens bigint)
    LEFT JOIN budgets b ON b.owner = a.account
    CROSS JOIN days d
    CROSS JOIN LATERAL (VALUES ('day', to_char(d.day, 'YYYY-MM-DD')),
      ('month', to_char(d.day, 'YYYY-MM'))) AS p(kind, period)
  )`

/**
 * Reserves attempts and records their starts in one statement, so that no lock is held while this
 * process is busy. The results equal those of sequential reservations in order of arrival. A reservation
 * that fits together with all others of the flush is made; one that does not fit alone is rejected. The
 * others depend on the order, so the caller repeats them in halves.
 *
 * Reservations are locked first, so that one that is settled at the same time is not made again. Then
 * rows of limited accounts are locked once, in the order of their keys; accounts without a limit have
 * no row and no lock. The statement is idempotent: it sets the reserved amount of a generation.
 *
 * LATERAL with FOR UPDATE reads each row by its key, in order. For a join PostgreSQL may read the whole
 * table, because it does not know how few rows the parameters ask for.
 *
 * Reservations and accounts are joined by `charge`, by equality: a condition with ANY would compare each
 * reservation with each account, which took most of the time of a flush of 256 owners.
 */
export const reserveStatement = `
WITH known AS (
  SELECT h.* FROM (
    SELECT DISTINCT generation_id FROM jsonb_to_recordset($1::jsonb) AS r(generation_id uuid)
    ORDER BY generation_id
  ) q CROSS JOIN LATERAL (
    SELECT generation_id, day, usd, tokens FROM reservations
    WHERE generation_id = q.generation_id FOR UPDATE
  ) h
),
request AS (
  SELECT r.*, h.generation_id IS NOT NULL AS is_held,
    coalesce(h.day, (now() AT TIME ZONE 'UTC')::date) AS day,
    r.usd - coalesce(h.usd, 0) AS more_usd, r.tokens - coalesce(h.tokens, 0) AS more_tokens
  FROM jsonb_to_recordset($1::jsonb) AS r(n integer, generation_id uuid, owner text,
    credential text, is_first boolean, usd numeric, tokens bigint, share numeric, attempts jsonb,
    lease_seconds double precision, accounts integer[])
  LEFT JOIN known h ON h.generation_id = r.generation_id
),
days AS (SELECT DISTINCT day FROM request),
${wanted},
locked AS (
  SELECT l.* FROM (SELECT DISTINCT account, period FROM wanted ORDER BY account, period) w
  CROSS JOIN LATERAL (
    SELECT u.account, u.period, u.spent_usd + u.reserved_usd AS usd,
      u.spent_tokens + u.reserved_tokens AS tokens
    FROM budget_usage u WHERE u.account = w.account AND u.period = w.period FOR UPDATE
  ) l
),
judged AS (
  SELECT w.*, l.usd, l.tokens, l.account IS NOT NULL AS is_open
  FROM wanted w LEFT JOIN locked l ON l.account = w.account AND l.period = w.period
  WHERE l.account IS NOT NULL OR w.limit_usd IS NOT NULL OR w.limit_tokens IS NOT NULL
),
charge AS (
  SELECT r.n, j.* FROM (SELECT n, day, unnest(accounts) AS i FROM request) r
  JOIN judged j ON j.i = r.i AND j.day = r.day
),
demand AS (
  SELECT j.account, j.period,
    sum(greatest(r.more_usd, 0)) AS up_usd, sum(least(r.more_usd, 0)) AS down_usd,
    sum(greatest(r.more_tokens, 0)) AS up_tokens, sum(least(r.more_tokens, 0)) AS down_tokens
  FROM request r JOIN charge j ON j.n = r.n
  GROUP BY j.account, j.period
),
checked AS (
  SELECT r.n, j.account, j.kind, j.period, j.limit_usd, j.limit_tokens,
    NOT j.is_open AND j.day = (now() AT TIME ZONE 'UTC')::date AS must_open,
    r.more_usd <= 0 OR j.limit_usd IS NULL
      OR j.usd + d.up_usd <= j.limit_usd * r.share AS usd_fits_all,
    r.more_usd <= 0 OR j.limit_usd IS NULL
      OR j.usd + d.down_usd + r.more_usd <= j.limit_usd * r.share AS usd_fits,
    r.more_tokens <= 0 OR j.limit_tokens IS NULL
      OR j.tokens + d.up_tokens <= j.limit_tokens * r.share AS tokens_fit_all,
    r.more_tokens <= 0 OR j.limit_tokens IS NULL
      OR j.tokens + d.down_tokens + r.more_tokens <= j.limit_tokens * r.share AS tokens_fit
  FROM request r JOIN charge j ON j.n = r.n
  JOIN demand d ON d.account = j.account AND d.period = j.period
),
verdict AS (
  SELECT r.n, CASE
    WHEN NOT r.is_first AND NOT r.is_held THEN 'expired'
    WHEN (SELECT bool_or(must_open) FROM checked) THEN 'unopened'
    WHEN NOT bool_and(c.usd_fits AND c.tokens_fit) THEN 'refused'
    WHEN NOT bool_and(c.usd_fits_all AND c.tokens_fit_all) THEN 'undecided'
    ELSE 'reserved' END AS verdict
  FROM request r LEFT JOIN checked c ON c.n = r.n GROUP BY r.n, r.is_first, r.is_held
),
accepted AS (SELECT r.* FROM request r JOIN verdict v ON v.n = r.n WHERE v.verdict = 'reserved'),
added AS (
  SELECT j.account, j.period, sum(a.more_usd) AS usd, sum(a.more_tokens) AS tokens
  FROM request a JOIN charge j ON j.n = a.n AND j.is_open
  WHERE a.n = ANY (ARRAY(SELECT n FROM accepted))
  GROUP BY j.account, j.period
),
counted AS (
  UPDATE budget_usage u SET reserved_usd = u.reserved_usd + s.usd,
    reserved_tokens = u.reserved_tokens + s.tokens
  FROM added s WHERE u.account = s.account AND u.period = s.period
),
held AS (
  INSERT INTO reservations (generation_id, owner, credential, day, accounts, periods, limits_usd,
    limits_tokens, usd, tokens, attempts, lease_until)
  SELECT a.generation_id, a.owner, a.credential, a.day,
    coalesce(array_agg(j.account) FILTER (WHERE j.is_open), '{}'),
    coalesce(array_agg(j.period) FILTER (WHERE j.is_open), '{}'),
    array_agg(j.limit_usd) FILTER (WHERE j.is_open),
    array_agg(j.limit_tokens) FILTER (WHERE j.is_open),
    a.usd, a.tokens, a.attempts, now() + make_interval(secs => a.lease_seconds)
  FROM accepted a LEFT JOIN charge j ON j.n = a.n
  GROUP BY a.generation_id, a.owner, a.credential, a.day, a.usd, a.tokens, a.attempts,
    a.lease_seconds
  ON CONFLICT (generation_id) DO UPDATE SET usd = excluded.usd, tokens = excluded.tokens,
    attempts = excluded.attempts, lease_until = excluded.lease_until
),
entered AS (
  INSERT INTO ledger_entries (${columns})
  SELECT ${columns} FROM jsonb_populate_recordset(NULL::ledger_entries, $3::jsonb) e
  WHERE e.generation_id IN (SELECT generation_id FROM accepted)
  ON CONFLICT DO NOTHING
)
SELECT v.verdict, to_char(r.day, 'YYYY-MM-DD') AS day,
  broken.account, broken.kind AS period, broken.unit, broken."limit",
  (SELECT jsonb_agg(jsonb_build_object('period', j.kind,
      'usd', (j.usd + coalesce(s.usd, 0)) / nullif(j.limit_usd, 0),
      'tokens', (j.tokens + coalesce(s.tokens, 0))::numeric / nullif(j.limit_tokens, 0)))
    FROM judged j LEFT JOIN added s ON s.account = j.account AND s.period = j.period
    WHERE j.account = 'global' AND j.is_open) AS global
FROM request r JOIN verdict v ON v.n = r.n
LEFT JOIN LATERAL (
  SELECT c.account, c.kind, CASE WHEN c.usd_fits THEN 'tokens' ELSE 'usd' END AS unit,
    (CASE WHEN c.usd_fits THEN c.limit_tokens ELSE c.limit_usd END)::text AS "limit"
  FROM checked c WHERE v.verdict = 'refused' AND c.n = r.n AND NOT (c.usd_fits AND c.tokens_fit)
  ORDER BY c.account, c.period LIMIT 1
) broken ON true
ORDER BY r.n`

/**
 * Inserts the rows of limited accounts ($1 as $2 above) for today and this month, with the amount spent
 * by the roll-ups and the amount reserved now. Runs under a lock that excludes all other statements that
 * write `budget_usage`, so that each amount is counted exactly once. With IS TRUE the missing accounts are looked
 * up in a hash table; for a join PostgreSQL may compare each of them with each reservation.
 */
export const lockForOpening = 'LOCK TABLE budget_usage IN SHARE ROW EXCLUSIVE MODE'

export const openStatement = `
WITH days AS (SELECT (now() AT TIME ZONE 'UTC')::date AS day),
${wanted.replaceAll('$2', '$1')},
missing AS (
  SELECT DISTINCT w.account, w.period, w.kind, w.day FROM wanted w
  WHERE (w.limit_usd IS NOT NULL OR w.limit_tokens IS NOT NULL) AND NOT EXISTS (
    SELECT 1 FROM budget_usage u WHERE u.account = w.account AND u.period = w.period
  )
),
holding AS (
  SELECT a.account, p.period, h.generation_id, h.usd, h.tokens
  FROM reservations h
  CROSS JOIN LATERAL (VALUES (h.owner), ('via:' || h.credential), ('global')) AS a(account)
  CROSS JOIN LATERAL (VALUES (to_char(h.day, 'YYYY-MM-DD')), (to_char(h.day, 'YYYY-MM'))) AS p(period)
  WHERE (a.account IN (SELECT account FROM missing)) IS TRUE
    AND ((a.account, p.period) IN (SELECT account, period FROM missing)) IS TRUE
),
held AS (
  SELECT account, period, sum(usd) AS usd, sum(tokens) AS tokens FROM holding
  GROUP BY account, period
),
opened AS (
  INSERT INTO budget_usage (account, period, spent_usd, spent_tokens, reserved_usd, reserved_tokens)
  SELECT m.account, m.period, spent.usd, spent.tokens, coalesce(h.usd, 0), coalesce(h.tokens, 0)
  FROM missing m LEFT JOIN held h ON h.account = m.account AND h.period = m.period
  CROSS JOIN LATERAL usage_of_account(m.account,
    CASE m.kind WHEN 'day' THEN m.day ELSE date_trunc('month', m.day)::date END, m.day + 1) spent
)
UPDATE reservations r SET accounts = r.accounts || h.accounts, periods = r.periods || h.periods
FROM (
  SELECT generation_id, array_agg(account) AS accounts, array_agg(period) AS periods
  FROM holding GROUP BY generation_id
) h WHERE r.generation_id = h.generation_id`
