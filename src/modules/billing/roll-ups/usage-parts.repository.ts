import { sql, type RawBuilder } from 'kysely'
import { dayOf, rollUpsOf, type DayRange, type TimeRange } from './roll-ups-of-range.js'

export const groupings = ['owner', 'model', 'day'] as const
export type Grouping = (typeof groupings)[number]

export interface UsageFilter extends TimeRange {
  readonly owner?: string
  readonly model?: string
}

/**
 * Queries of roll-ups by group, whose sums are those of the range. The roll-ups of all owners have few rows
 * a day. Groups by owner are read from months, because every owner may have rows every day.
 */
export function usageParts(filter: UsageFilter, by: Grouping): readonly RawBuilder<unknown>[] {
  const { owner, model } = filter
  const range = { from: dayOf(filter.from), to: dayOf(filter.to) }
  const of = { by, model }
  if (owner !== undefined) {
    return [sumsOf('usage_by_day', range, { ...of, where: sql`owner = ${owner}` })]
  }
  if (by !== 'owner') return [sumsOf('usage_of_all', range, of)]
  const { months, added, subtracted } = rollUpsOf(filter)
  return [
    sumsOf('usage_by_month', months, of),
    ...added.map(days => sumsOf('usage_by_day', days, { ...of, where: allOwners })),
    ...subtracted.map(days => sumsOf('usage_by_day', days, { ...of, where: allOwners, sign: '-' }))
  ]
}

/** True for every row, and the condition of the index by day. */
const allOwners = sql`slot >= -1`

const charged = {
  usage_by_day: sql`coalesce(sum(cost_usd) FILTER (WHERE payer = 'owner'), 0)`,
  usage_by_month: sql`sum(charged_usd)`,
  usage_of_all: sql`sum(charged_usd)`
}

interface Sums {
  readonly by: Grouping
  readonly model: string | undefined
  readonly where?: RawBuilder<unknown>
  readonly sign?: '-'
}

function sumsOf(
  table: keyof typeof charged,
  { from, to }: DayRange,
  { by, model, where = sql`true`, sign }: Sums
): RawBuilder<unknown> {
  const time = sql.ref(table === 'usage_by_month' ? 'month' : 'day')
  const signed = sql.raw(sign ?? '')
  return sql`
    SELECT ${sql.ref(by)} AS key, ${signed}sum(attempts) AS attempts,
      ${signed}sum(prompt_tokens) AS prompt_tokens,
      ${signed}sum(completion_tokens) AS completion_tokens,
      ${signed}sum(cost_usd) AS cost_usd, ${signed}${charged[table]} AS charged_usd
    FROM ${sql.table(table)}
    WHERE ${time} >= ${from}::date AND ${time} < ${to}::date AND ${where}
      ${model === undefined ? sql`` : sql`AND model = ${model}`}
    GROUP BY 1`
}
