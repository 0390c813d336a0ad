import { Injectable } from '@nestjs/common'
import { sql, type Selectable, type SqlBool } from 'kysely'
import { countUpTo } from '#core/database/count-up-to.js'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { toSliceOf, type Slice, type SliceOf } from '#core/paging/slice.js'
import type { WebhookAttempt, WebhookRow, WebhookState } from './tables.js'

export type Webhook = Selectable<WebhookRow>
export type NewWebhook = Pick<Webhook, 'id' | 'owner' | 'type' | 'url' | 'payload'>

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** The log of a webhook stays readable, however often it is redelivered. */
const maxAttempts = 50

/** Webhooks and their delivery logs. */
@Injectable()
export class WebhooksRepository {
  constructor(private readonly database: Database) {}

  async insert(transaction: DatabaseTransaction, webhooks: readonly NewWebhook[]): Promise<void> {
    const values = webhooks.map(webhook => ({ ...webhook, state: 'pending' as const }))
    await transaction.insertInto('webhooks').values(values).execute()
  }

  /** @param owner undefined for a webhook of any owner */
  async find(id: string, owner?: string): Promise<Webhook | undefined> {
    if (!uuid.test(id)) return undefined
    return this.database.queries
      .selectFrom('webhooks')
      .selectAll()
      .where('id', '=', id)
      .$if(owner !== undefined, webhooks => webhooks.where('owner', '=', owner ?? ''))
      .executeTakeFirst()
  }

  /** The newest first. */
  async list(
    owner: string,
    state: WebhookState | undefined,
    slice: Slice
  ): Promise<SliceOf<Webhook>> {
    const { queries } = this.database
    const matching = queries
      .selectFrom('webhooks')
      .where('owner', '=', owner)
      .$if(state !== undefined, all => all.where('state', '=', state as WebhookState))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
    const [at, id] = slice.after ?? []
    const size = slice.size ?? (await countUpTo(queries, matching))
    const isAfter = sql<SqlBool>`(created_at, id) < (${at}, ${id})`
    const rows = await (at === undefined ? matching : matching.where(isAfter))
      .selectAll()
      .offset(slice.offset)
      .limit(slice.limit + 1)
      .execute()
    return toSliceOf(rows, slice, size, row => [row.created_at.toISOString(), row.id])
  }

  /** Adds an attempt to the log. */
  async record(id: string, state: WebhookState, attempt: WebhookAttempt): Promise<void> {
    await sql`
      UPDATE webhooks SET state = ${state}, attempts = (
        SELECT coalesce(jsonb_agg(one ORDER BY n), '[]') FROM (
          SELECT one, n FROM jsonb_array_elements(attempts || ${JSON.stringify([attempt])}::jsonb)
            WITH ORDINALITY AS a(one, n) ORDER BY n DESC LIMIT ${maxAttempts}
        ) latest
      ) WHERE id = ${id}`.execute(this.database.queries)
  }

  async reopen(transaction: DatabaseTransaction, id: string): Promise<void> {
    await transaction
      .updateTable('webhooks')
      .set({ state: 'pending' })
      .where('id', '=', id)
      .execute()
  }
}
