import { Injectable } from '@nestjs/common'
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely'
import { Database, type Queries } from '#core/database/database.js'
import type { Schema } from '#core/database/schema.js'
import {
  toSliceOf,
  type Slice,
  type SliceOf,
  type SortKey,
  type ListSize
} from '#core/paging/slice.js'

/** A half-open time range; both bounds are starts of days, UTC. */
export interface TimeRange {
  readonly from: Date
  readonly to: Date
}

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

export const groupings = ['owner', 'model', 'day'] as const
export type Grouping = (typeof groupings)[number]

export interface GroupSums extends LedgerSums {
  /** An owner, a model or a day, as `2026-11-20`. */
  readonly key: string
}

export interface UsageFilter extends TimeRange {
  readonly owner?: string
  readonly model?: string
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
  booked(
    filter: UsageFilter,
    by: Grouping,
    slice: Slice
  ): Promise<{ readonly totals: LedgerSums; readonly groups: SliceOf<GroupSums> }> {
    return this.atOneMoment(async queries => ({
      totals: await totalsOf(queries, filter),
      groups: await groupsOf(queries, filter, by, slice)
    }))
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
  const row = await rollUpsIn(queries, { ...time, owner })
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
  const rows = await rollUpsIn(queries, { ...time, owner })
    .where('payer', '=', 'owner')
    .select(sums)
    .select('model')
    .groupBy('model')
    .orderBy(sql`sum(cost_usd)`, 'desc')
    .orderBy('model')
    .execute()
  return rows.map(modelSumsOf)
}

async function totalsOf(queries: Queries, filter: UsageFilter): Promise<LedgerSums> {
  const row = await rollUpsIn(queries, filter)
    .select(sums)
    .select(whoPaid)
    .executeTakeFirstOrThrow()
  return bookedOf(row)
}

async function groupsOf(
  queries: Queries,
  filter: UsageFilter,
  by: Grouping,
  slice: Slice
): Promise<SliceOf<GroupSums>> {
  const key = keys[by]
  const groups = rollUpsIn(queries, filter)
    .select(sums)
    .select([...whoPaid, key.as('key')])
    .groupBy(key)
  const ordered = by === 'day' ? groups : groups.orderBy(sql`sum(cost_usd)`, 'desc')
  const size = slice.size ?? (await groupCount(queries, filter, by))
  const rows = await (
    slice.after === undefined ? ordered : ordered.having(isAfter(by, slice.after))
  )
    .orderBy(key)
    .offset(slice.offset)
    .limit(slice.limit + 1)
    .execute()
  const { results, next } = toSliceOf(rows, slice, size, row =>
    by === 'day' ? [row.key] : [row.cost_usd, row.key]
  )
  return { results: results.map(groupOf), next, size }
}

async function groupCount(queries: Queries, filter: UsageFilter, by: Grouping): Promise<ListSize> {
  const { groups } = await rollUpsIn(queries, filter)
    .select(sql<string>`count(DISTINCT ${keys[by]})`.as('groups'))
    .executeTakeFirstOrThrow()
  return { total: Number(groups), isLowerBound: false }
}

/** Groups after one with this sort key: cheaper, or of the same cost and later in the order of keys. */
function isAfter(by: Grouping, [first, key]: SortKey): RawBuilder<SqlBool> {
  if (by === 'day') return sql<SqlBool>`${keys.day} > ${first}`
  const cost = sql`sum(cost_usd)`
  return sql<SqlBool>`(${cost} < ${first} OR ${cost} = ${first} AND ${keys[by]} > ${key})`
}

function rollUpsIn(queries: Queries, { from, to, owner, model }: UsageFilter): RollUps {
  let rollUps = queries
    .selectFrom('usage_by_day')
    .where('day', '>=', sql<Date>`${dayOf(from)}::date`)
    .where('day', '<', sql<Date>`${dayOf(to)}::date`)
  if (owner !== undefined) rollUps = rollUps.where('owner', '=', owner)
  if (model !== undefined) rollUps = rollUps.where('model', '=', model)
  return rollUps
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 'YYYY-MM-DD'.length)
}

const keys: Readonly<Record<Grouping, RawBuilder<string>>> = {
  owner: sql<string>`owner`,
  model: sql<string>`model`,
  day: sql<string>`to_char(day, 'YYYY-MM-DD')`
}

/** Counts an attempt that was lost, refunded and settled once. */
const sums = [
  sql<string>`coalesce(sum(attempts), 0)`.as('attempts'),
  sql<string>`coalesce(sum(prompt_tokens), 0)`.as('prompt_tokens'),
  sql<string>`coalesce(sum(completion_tokens), 0)`.as('completion_tokens'),
  sql<string>`coalesce(sum(cost_usd), 0)`.as('cost_usd')
] as const

const whoPaid = [
  sql<string>`coalesce(sum(cost_usd) FILTER (WHERE payer = 'owner'), 0)`.as('charged_usd'),
  sql<string>`coalesce(sum(cost_usd) FILTER (WHERE payer = 'service'), 0)`.as('own_usd')
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
