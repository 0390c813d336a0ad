import type { ColumnType } from 'kysely'
import type { TimeOfInsert } from '#core/database/schema.js'

declare module '#core/database/schema.js' {
  interface Schema {
    readonly webhooks: WebhookRow
  }
}

export const webhookStates = ['pending', 'delivered', 'failed'] as const
export type WebhookState = (typeof webhookStates)[number]

/** One attempt to deliver a webhook. */
export interface WebhookAttempt {
  readonly at: string
  /** Null without a response. */
  readonly status: number | null
  /** Why it failed; null if it did not. */
  readonly problem: string | null
  readonly durationMs: number
}

/** A webhook with its delivery log. */
export interface WebhookRow {
  /** The id of the message, the same for all deliveries. */
  readonly id: string
  readonly owner: string
  readonly type: string
  readonly url: string
  /** The signed text. */
  readonly payload: string
  readonly state: WebhookState
  /** The latest attempts. */
  readonly attempts: ColumnType<readonly WebhookAttempt[], string | undefined, string>
  readonly created_at: TimeOfInsert
}
