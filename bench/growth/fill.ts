import type { Client } from 'pg'
import { ms, say } from '../load/print.ts'

const owners = 1000
const days = 425

interface Sizes {
  readonly attempts: number
  readonly stories: number
  readonly auditEvents: number
  readonly idempotencyKeys: number
}

/** @param share of a million ledger entries, of which each attempt has two */
function sizesOf(share: number): Sizes {
  return {
    attempts: 500_000 * share,
    stories: 200_000 * share,
    auditEvents: 1_000_000 * share,
    idempotencyKeys: 20_000 * share
  }
}

/** One generation in five is of `user:0`, the others are spread evenly. */
const owner = `'user:' || CASE n % 5 WHEN 0 THEN 0 ELSE (n / 5 * 4 + n % 5) % ${owners} END`
/** In the order of time, as a service writes them. */
const timeOf = (all: number): string => `now() - (1 - n::float8 / ${all}) * interval '${days} days'`
const generationId = `md5('generation' || n)::uuid`
const model = `CASE n % 7 WHEN 0 THEN 'gpt-4o' ELSE 'gpt-4o-mini' END`
/** 1.5 KB that do not compress, as much as a story of 420 words uses when it is compressed. */
const content = `(SELECT string_agg(md5(n || '-' || part), ' ') FROM generate_series(1, 45) part)`

/** In this order. The trigger of the ledger fills the roll-ups. */
const tablesOf = ({
  attempts,
  stories,
  auditEvents,
  idempotencyKeys
}: Sizes): Readonly<Record<string, string>> => ({
  ledger: `
    INSERT INTO ledger_entries (kind, attempt_id, generation_id, owner, credential, payer, model,
      outcome, prompt_tokens, cached_prompt_tokens, cache_write_tokens, completion_tokens, reported,
      cost_usd, price_table, request_id, correlation_id, created_at)
    SELECT kind, attempt_id, attempt_id, owner, CASE owner WHEN 'user:0' THEN 'key:backend' ELSE owner END,
      CASE WHEN kind = 'started' OR n % 49 = 0 THEN 'service' ELSE 'owner' END, model,
      CASE kind WHEN 'started' THEN kind ELSE 'ok' END, 500, 0, 0, 600, true, 0.000435, 'bench',
      attempt_id::text, attempt_id::text, at
    FROM (
      SELECT n, ${generationId} AS attempt_id, ${owner} AS owner, ${model} AS model, ${timeOf(attempts)} AS at
      FROM generate_series(1, ${attempts}) n OFFSET 0
    ) attempts, unnest('{started,settled}'::text[]) kind`,
  stories: `
    INSERT INTO stories (id, owner, title, content, summary, tags, language, audience, genre, tone,
      keywords, keywords_used, keywords_missing, word_count, model, cached, prompt_tokens,
      completion_tokens, cost_usd, prompt_version, created_at)
    SELECT ${generationId}, ${owner}, 'The Lantern ' || n % 5000, ${content}, 'A fox.', '{fox,hill}',
      'en', 'general', CASE n % 11 WHEN 0 THEN 'fable' ELSE 'fairy tale' END, 'neutral', '{fox,lantern}',
      '{fox,lantern}', '{}', 300 + n % 300, ${model}, false, 500, 600, 0.000435, 'bench', ${timeOf(attempts)}
    FROM generate_series(${attempts - stories + 1}, ${attempts}) n`,
  'audit log': `
    INSERT INTO audit_events (at, action, actor_kind, actor, owner, target, address, request_id,
      correlation_id, details)
    SELECT ${timeOf(auditEvents)}, CASE n % 1000 WHEN 1 THEN 'budget_set' ELSE 'story_generated' END, 'user',
      substr(owner, 6), owner, id, '203.0.113.7', id, id,
      '{"route": "generate", "model": "gpt-4o-mini", "cached": false}'
    FROM (
      SELECT n, ${owner} AS owner, md5('generation' || n / 2)::uuid::text AS id
      FROM generate_series(1, ${auditEvents}) n OFFSET 0
    ) events`,
  'Idempotency-Keys': `
    INSERT INTO idempotency_keys (owner, route, key, fingerprint, claim_id, state, lease_until,
      story_id, expires_at)
    SELECT ${owner}, 'generate', n::text, '', gen_random_uuid(), 'done', now(), ${generationId},
      now() + interval '1 day'
    FROM generate_series(1, ${idempotencyKeys}) n`
})

/** When the tables are filled. */
const afterwards: Readonly<Record<string, string>> = {
  counters: `
    INSERT INTO budget_usage (account, period, spent_usd, spent_tokens)
    SELECT account, period, sum(cost_usd), sum(prompt_tokens + completion_tokens)
    FROM usage_by_day
    CROSS JOIN LATERAL (VALUES (owner), ('global')) AS a(account)
    CROSS JOIN LATERAL (VALUES (to_char(day, 'YYYY-MM-DD')), (to_char(day, 'YYYY-MM'))) AS p(period)
    WHERE payer = 'owner' OR account = 'global'
    GROUP BY account, period`,
  'VACUUM ANALYZE': 'VACUUM ANALYZE',
  checkpoint: 'CHECKPOINT'
}

/** Fills an empty schema with 14 months of use. */
export async function fill(database: Client, share: number): Promise<void> {
  await database.query("SET synchronous_commit = off; SET work_mem = '256MB'")
  for (const [what, statement] of Object.entries({ ...tablesOf(sizesOf(share)), ...afterwards })) {
    const beganAtMs = performance.now()
    const { rowCount } = await database.query(statement)
    say(`${what}: ${rowCount ?? 'all'} rows in ${ms((performance.now() - beganAtMs) / 1000)} s`)
  }
  await requireConsistent(database)
}

/** @throws an Error if the roll-ups or the counters differ from the ledger */
async function requireConsistent(database: Client): Promise<void> {
  const { rows } = await database.query<Record<string, string>>(`
    SELECT (SELECT sum(cost_usd) FROM ledger_entries WHERE kind <> 'started') AS ledger,
      (SELECT sum(cost_usd) FROM usage_by_day) AS rolled_up,
      (SELECT sum(cost_usd) FROM usage_by_month) AS by_month,
      (SELECT sum(cost_usd) FROM usage_of_all) AS of_all,
      (SELECT sum(spent_usd) FROM budget_usage WHERE account = 'global' AND length(period) = 7) AS counted`)
  const sums = new Set(Object.values(rows[0] ?? {}).map(Number))
  if (sums.size !== 1) throw new Error(`the sums differ: ${JSON.stringify(rows[0])}`)
}
