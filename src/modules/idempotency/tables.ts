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
  /** Identifies the request that holds the key. */
  readonly claim_id: string
  readonly state: 'running' | 'done'
  readonly lease_until: Time
  readonly story_id: string | null
  /** The stored error response, if the outcome is an error. */
  readonly error: ColumnType<KeptError | null, string | null, string | null>
  readonly expires_at: Time
}

/** An error response that is replayed when the request is repeated. */
export interface KeptError {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}
