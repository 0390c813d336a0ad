import type { ColumnType } from 'kysely'
import type { Time } from '#core/database/schema.js'

declare module '#core/database/schema.js' {
  interface Schema {
    readonly idempotency_keys: IdempotencyKeyRow
  }
}

export interface IdempotencyKeyRow {
  readonly owner: string
  readonly route: string
  readonly key: string
  /** SHA-256 of the request, hexadecimal. */
  readonly fingerprint: string
  /** Names the run that holds the key. */
  readonly claim_id: string
  readonly state: 'running' | 'done'
  readonly lease_until: Time
  readonly story_id: string | null
  /** The error answered, where it is a kept one. */
  readonly error: ColumnType<KeptError | null, string | null, string | null>
  readonly expires_at: Time
}

/** An error answer that is given again to whoever repeats the request. */
export interface KeptError {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}
