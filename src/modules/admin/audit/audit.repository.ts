import { Injectable } from '@nestjs/common'
import { sql, type Selectable, type SelectQueryBuilder, type SqlBool } from 'kysely'
import { countUpTo } from '#core/database/count-up-to.js'
import type { Queries } from '#core/database/database.js'
import type { AuditEventRow } from '#core/audit/tables.js'
import type { Schema } from '#core/database/schema.js'
import { toSliceOf, type Slice, type SliceOf } from '#core/paging/slice.js'

export interface AuditFilter {
  readonly owner?: string
  readonly action?: string
  readonly actor?: string
  /** From this time on. */
  readonly from?: Date
  /** Before this time. */
  readonly to?: Date
}

export type StoredEvent = Selectable<AuditEventRow>

type Events = SelectQueryBuilder<Schema, 'audit_events', object>

/** Audit events, newest first. */
@Injectable()
export class AuditRepository {
  async find(queries: Queries, filter: AuditFilter, slice: Slice): Promise<SliceOf<StoredEvent>> {
    const events = eventsLike(queries, filter).orderBy('at', 'desc').orderBy('id', 'desc')
    const size = slice.size ?? (await countUpTo(queries, events))
    const [at, id] = slice.after ?? []
    const rows = await (
      at === undefined ? events : events.where(sql<SqlBool>`(at, id) < (${at}, ${id})`)
    )
      .selectAll()
      .offset(slice.offset)
      .limit(slice.limit + 1)
      .execute()
    return toSliceOf(rows, slice, size, row => [row.at.toISOString(), row.id])
  }
}

function eventsLike(queries: Queries, { owner, action, actor, from, to }: AuditFilter): Events {
  let events: Events = queries.selectFrom('audit_events')
  if (owner !== undefined) events = events.where('owner', '=', owner)
  if (action !== undefined) events = events.where('action', '=', action)
  if (actor !== undefined) events = events.where('actor', '=', actor)
  // The condition of the index in the order of time, which is for lists of all events.
  if ((owner ?? action ?? actor) === undefined) events = events.where(sql<SqlBool>`id > 0`)
  if (from !== undefined) events = events.where('at', '>=', from)
  if (to !== undefined) events = events.where('at', '<', to)
  return events
}
