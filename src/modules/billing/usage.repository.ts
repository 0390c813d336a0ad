import { Injectable } from '@nestjs/common'
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely'
import { Database, type Queries } from '#core/database/database.js'
import type { Schema } from '#core/database/schema.js'
import { toSliceOf, type Slice, type SliceOf, type SortKey } from '#core/paging/slice.js'
import { dayOf, type TimeRange } from './roll-ups/roll-ups-of-range.js'
import { usageParts, type Grouping, type UsageFilter } from './roll-ups/usage-parts.repository.js'

export interface TokenSums {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly totalTokens: number
}

/** The usage that an owner was charged for. */
export interface OwnSums extends TokenSums {
  readonly generations: number
  readonly costUsd: number
}

export interface ModelSums extends TokenSums {
  readonly model: string
  readonly attempts: number
  readonly costUsd: number
}

/** All usage: charged to owners, or paid by the service. */
export interface LedgerSums extends TokenSums {
  readonly attempts: number
  readonly costUsd: number
  readonly chargedUsd: number
  readonly ownUsd: number
}

export interface GroupSums extends LedgerSums {
  /** An owner, a model or a day, as `2026-11-20`. */
  readonly key: string
}

/** The columns of all sums, as text, because they are exact. */
interface SumRow {
  readonly attempts: string
  readonly prompt_tokens: string
  readonly completion_tokens: string
  readonly cost_usd: string
}

interface PaidRow extends SumRow {
  readonly charged_usd: string
  readonly own_usd: string
}

interface GroupRow extends PaidRow {
  readonly key: string
}

/** The totals and the number of all groups, beside each group. */
interface WholeRow {
  readonly totals: PaidRow
  readonly groups: string
}

type BookedRow = WholeRow & (GroupRow | { readonly key: null })

type RollUps = SelectQueryBuilder<Schema, 'usage_by_day', object>

/**
 * Usage of whole days (UTC), read from the roll-ups, because the ledger may have a million entries per
 * month. Starts of attempts do not count as usage; their ends do.
 */
@Injectable()
export class UsageRepository {
  constructor(private readonly database: Database) {}

  /** The usage of an owner in each range, and by model in the last one, from one snapshot. */
  charged<Name extends string>(
    owner: string,
    times: Readonly<Record<Name, TimeRange>>,
    modelsIn: TimeRange
  ): Promise<{ readonly sums: Record<Name, OwnSums>; readonly byModel: readonly ModelSums[] }> {
    return this.atOneMoment(async queries => {
      const sums: [string, OwnSums][] = []
      for (const [name, time] of Object.entries<TimeRange>(times)) {
        sums.push([name, await chargedIn(queries, owner, time)])
      }
      return {
        sums: Object.fromEntries(sums) as Record<Name, OwnSums>,
        byModel: await chargedByModel(queries, owner, modelsIn)
      }
    })
  }

  /** All usage in groups: the most expensive first, days in order. */
  async booked(
    filter: UsageFilter,
    by: Grouping,
    slice: Slice
  ): Promise<{ readonly totals: LedgerSums; readonly groups: SliceOf<GroupSums> }> {
    const { rows } = await bookedIn(this.database.queries, filter, by, slice)
    const [first] = rows
    if (first === undefined) throw new Error('the totals are missing')
    const size = slice.size ?? { total: Number(first.groups), isLowerBound: false }
    const groups = rows.filter((row): row is WholeRow & GroupRow => row.key !== null)
    const { results, next } = toSliceOf(groups, slice, size, row =>
      by === 'day' ? [row.key] : [row.cost_usd, row.key]
    )
    return { totals: bookedOf(first.totals), groups: { results: results.map(groupOf), next, size } }
  }

  private atOneMoment<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.database.queries
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(work)
  }
}

async function chargedIn(queries: Queries, owner: string, time: TimeRange): Promise<OwnSums> {
  const row = await rollUpsIn(queries, owner, time)
    .where('payer', '=', 'owner')
    .select(sums)
    .select(sql<string>`coalesce(sum(generations), 0)`.as('generations'))
    .executeTakeFirstOrThrow()
  return {
    generations: Number(row.generations),
    ...tokensOf(row),
    costUsd: Number(row.cost_usd)
  }
}

async function chargedByModel(
  queries: Queries,
  owner: string,
  time: TimeRange
): Promise<readonly ModelSums[]> {
  const rows = await rollUpsIn(queries, owner, time)
    .where('payer', '=', 'owner')
    .select(sums)
    .select('model')
    .groupBy('model')
    .orderBy(sql`sum(cost_usd)`, 'desc')
    .orderBy('model')
    .execute()
  return rows.map(modelSumsOf)
}

/**
 * Reads the roll-ups once: a row for each group of the slice, each with the totals and the number of all
 * groups. Without a group in the slice there is one row, whose group is null. A group without usage is none,
 * because a month may consist of days that are subtracted.
 */
function bookedIn(queries: Queries, filter: UsageFilter, by: Grouping, slice: Slice) {
  const groups = sql`
    SELECT key, sum(attempts) AS attempts, sum(prompt_tokens) AS prompt_tokens,
      sum(completion_tokens) AS completion_tokens, sum(cost_usd) AS cost_usd,
      sum(charged_usd) AS charged_usd
    FROM (${sql.join(usageParts(filter, by), sql` UNION ALL `)}) parts GROUP BY key
    HAVING sum(attempts) <> 0 OR sum(cost_usd) <> 0
      OR sum(prompt_tokens) <> 0 OR sum(completion_tokens) <> 0`
  const order = by === 'day' ? sql`key` : sql`cost_usd DESC, key`
  const after = slice.after === undefined ? sql`true` : isAfter(by, slice.after)
  return sql<BookedRow>`
    WITH groups AS MATERIALIZED (${groups}), page AS (
      SELECT * FROM groups WHERE ${after} ORDER BY ${order}
      OFFSET ${slice.offset} LIMIT ${slice.limit + 1}
    )
    SELECT totals, groups, attempts, prompt_tokens, completion_tokens, cost_usd, charged_usd,
      cost_usd - charged_usd AS own_usd,
      ${by === 'day' ? sql`to_char(key, 'YYYY-MM-DD')` : sql`key`} AS key
    FROM (
      SELECT count(*) AS groups, jsonb_build_object(
        'attempts', coalesce(sum(attempts), 0),
        'prompt_tokens', coalesce(sum(prompt_tokens), 0),
        'completion_tokens', coalesce(sum(completion_tokens), 0),
        'cost_usd', coalesce(sum(cost_usd), 0)::text,
        'charged_usd', coalesce(sum(charged_usd), 0)::text,
        'own_usd', coalesce(sum(cost_usd - charged_usd), 0)::text) AS totals
      FROM groups
    ) whole LEFT JOIN page ON true
    ORDER BY ${order}`.execute(queries)
}

/** Groups after one with this sort key: cheaper, or of the same cost and later in the order of keys. */
function isAfter(by: Grouping, [first, key]: SortKey): RawBuilder<SqlBool> {
  if (by === 'day') return sql<SqlBool>`key > ${first}::date`
  return sql<SqlBool>`(cost_usd < ${first} OR cost_usd = ${first} AND key > ${key})`
}

/** The days of an owner, which are few. */
function rollUpsIn(queries: Queries, owner: string, { from, to }: TimeRange): RollUps {
  return queries
    .selectFrom('usage_by_day')
    .where('owner', '=', owner)
    .where('day', '>=', sql<Date>`${dayOf(from)}::date`)
    .where('day', '<', sql<Date>`${dayOf(to)}::date`)
}

/** Counts an attempt that was lost, refunded and settled once. */
const sums = [
  sql<string>`coalesce(sum(attempts), 0)`.as('attempts'),
  sql<string>`coalesce(sum(prompt_tokens), 0)`.as('prompt_tokens'),
  sql<string>`coalesce(sum(completion_tokens), 0)`.as('completion_tokens'),
  sql<string>`coalesce(sum(cost_usd), 0)`.as('cost_usd')
] as const

function modelSumsOf(row: SumRow & { readonly model: string }): ModelSums {
  return {
    model: row.model,
    attempts: Number(row.attempts),
    ...tokensOf(row),
    costUsd: Number(row.cost_usd)
  }
}

function groupOf(row: PaidRow & { readonly key: string }): GroupSums {
  return { key: row.key, ...bookedOf(row) }
}

function bookedOf(row: PaidRow): LedgerSums {
  return {
    attempts: Number(row.attempts),
    ...tokensOf(row),
    costUsd: Number(row.cost_usd),
    chargedUsd: Number(row.charged_usd),
    ownUsd: Number(row.own_usd)
  }
}

function tokensOf(row: SumRow): TokenSums {
  const promptTokens = Number(row.prompt_tokens)
  const completionTokens = Number(row.completion_tokens)
  return { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens }
}
