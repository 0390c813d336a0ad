import { Injectable } from '@nestjs/common'
import type { Selectable, SelectQueryBuilder } from 'kysely'
import type { Queries } from '#core/database/database.js'
import type { AuditEventRow } from '#core/audit/tables.js'
import type { Schema } from '#core/database/schema.js'

export interface AuditFilter {
  readonly owner?: string
  readonly action?: string
  readonly actor?: string
  /** From this time on. */
  readonly from?: Date
  /** Before this time. */
  readonly to?: Date
}

interface Slice {
  readonly offset: number
  readonly limit: number
}

export interface FoundEvents {
  readonly events: readonly Selectable<AuditEventRow>[]
  readonly total: number
}

type Events = SelectQueryBuilder<Schema, 'audit_events', object>

/** Audit events, newest first. */
@Injectable()
export class AuditRepository {
  async find(queries: Queries, filter: AuditFilter, slice: Slice): Promise<FoundEvents> {
    const events = eventsLike(queries, filter)
    const { total } = await events
      .select(({ fn }) => fn.countAll<string>().as('total'))
      .executeTakeFirstOrThrow()
    const rows = await events
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .offset(slice.offset)
      .limit(slice.limit)
      .execute()
    return { events: rows, total: Number(total) }
  }
}

function eventsLike(queries: Queries, { owner, action, actor, from, to }: AuditFilter): Events {
  let events: Events = queries.selectFrom('audit_events')
  if (owner !== undefined) events = events.where('owner', '=', owner)
  if (action !== undefined) events = events.where('action', '=', action)
  if (actor !== undefined) events = events.where('actor', '=', actor)
  if (from !== undefined) events = events.where('at', '>=', from)
  if (to !== undefined) events = events.where('at', '<', to)
  return events
}
