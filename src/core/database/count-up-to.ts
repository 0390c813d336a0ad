import { sql, type SelectQueryBuilder } from 'kysely'
import type { ListSize } from '#core/paging/slice.js'
import type { Queries } from './database.js'
import type { Schema } from './schema.js'

/** Limits the rows that are read to count the entries of a list. */
const maxCounted = 10_000

/** Counts rows up to `maxCounted`. The order of the query names the index to read. */
export async function countUpTo<Table extends keyof Schema>(
  queries: Queries,
  ordered: SelectQueryBuilder<Schema, Table, object>
): Promise<ListSize> {
  const rows = ordered.select(sql`1`.as('one')).limit(maxCounted + 1)
  const { counted } = await queries
    .selectFrom(rows.as('rows'))
    .select(({ fn }) => fn.countAll<string>().as('counted'))
    .executeTakeFirstOrThrow()
  const total = Number(counted)
  return { total: Math.min(total, maxCounted), isLowerBound: total > maxCounted }
}
