import { Injectable } from '@nestjs/common'
import { sql } from 'kysely'
import type { DatabaseTransaction } from '#core/database/database.js'
import type { SortKey } from '#core/paging/slice.js'
import { UnwrittenStories } from './unwritten-stories.js'

/** Limits how long a transaction holds locks: 40,000 stories took four seconds on a busy machine. */
export const erasedAtOnce = 500
/** Each has up to a hundred sections. */
const booksErasedAtOnce = 20

export interface ErasedStories {
  readonly ids: readonly string[]
  /** The sort key of the last one, if there is any. */
  readonly last: SortKey | undefined
}

/** Deletes what is stored for an owner, in batches. By place, because for a join PostgreSQL may read the whole table. */
@Injectable()
export class ErasureRepository {
  constructor(private readonly unwritten: UnwrittenStories) {}

  /** Waits for stories that callers have before their rows are written. */
  begin(owner: string): Promise<void> {
    return this.unwritten.written(owner)
  }

  /** The oldest stories after one with this sort key; those that are deleted already are not read again. */
  async deleteStories(
    transaction: DatabaseTransaction,
    owner: string,
    [createdAt, id]: SortKey | [] = []
  ): Promise<ErasedStories> {
    const isAfter = id === undefined ? sql`true` : sql`(created_at, id) > (${createdAt}, ${id})`
    const { rows } = await sql<{ readonly created_at: Date; readonly id: string }>`
      WITH erased AS (
        DELETE FROM stories WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM stories WHERE owner = ${owner} AND ${isAfter}
          ORDER BY created_at, id LIMIT ${erasedAtOnce} FOR UPDATE
        )) RETURNING created_at, id
      )
      SELECT created_at, id FROM erased ORDER BY created_at, id`.execute(transaction)
    const last = rows.at(-1)
    return { ids: rows.map(row => row.id), last: last && [last.created_at.toISOString(), last.id] }
  }

  async deleteReplays(transaction: DatabaseTransaction, owner: string): Promise<number> {
    const { numAffectedRows } = await sql`
      DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency_keys WHERE owner = ${owner}
        ORDER BY route, key LIMIT ${erasedAtOnce} FOR UPDATE
      ))`.execute(transaction)
    return Number(numAffectedRows ?? 0)
  }

  /** Books contain the text of their sections. */
  async deleteBooks(transaction: DatabaseTransaction, owner: string): Promise<number> {
    const { numAffectedRows } = await sql`
      DELETE FROM books WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM books WHERE owner = ${owner}
        ORDER BY created_at, id LIMIT ${booksErasedAtOnce} FOR UPDATE
      ))`.execute(transaction)
    return Number(numAffectedRows ?? 0)
  }

  /** Jobs contain what their owner asked for. Those that run lose their right to end. Webhooks contain jobs. */
  async deleteJobs(transaction: DatabaseTransaction, owner: string): Promise<number> {
    let deleted = 0
    for (const table of ['jobs', 'webhooks'] as const) {
      const rows = sql.table(table)
      const { numAffectedRows } = await sql`
        DELETE FROM ${rows} WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM ${rows} WHERE owner = ${owner}
          ORDER BY created_at, id LIMIT ${erasedAtOnce} FOR UPDATE
        ))`.execute(transaction)
      deleted += Number(numAffectedRows ?? 0)
    }
    return deleted
  }
}
