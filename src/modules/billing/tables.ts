import type { ColumnType, Generated, Insertable } from 'kysely'
import type {
  Decimal,
  NullableDecimal,
  BigInteger,
  NullableBigInteger,
  Time,
  TimeOfInsert
} from '#core/database/schema.js'

declare module '#core/database/schema.js' {
  interface Schema {
    readonly ledger_entries: LedgerEntryRow
    readonly reservations: ReservationRow
    readonly budget_usage: BudgetUsageRow
    readonly usage_by_day: UsageByDayRow
    readonly budgets: BudgetRow
  }
}

/** One entry of the ledger. Appended, never changed. */
export interface LedgerEntryRow {
  readonly id: Generated<string>
  /** An attempt starts; it is settled, or lost with its process; a lost one may be refunded. */
  readonly kind: 'started' | 'settled' | 'lost' | 'refunded'
  readonly attempt_id: string
  readonly generation_id: string
  readonly owner: string
  /** The credential that called: `key:dashboard`, `service:kuybi`, `user:<id>`. */
  readonly credential: string
  /** Whose cost it is: the owner's, or the service's own where nobody got anything for it. */
  readonly payer: 'owner' | 'service'
  /** The model asked for; prices go by it. */
  readonly model: string
  readonly outcome: string
  readonly prompt_tokens: number
  readonly cached_prompt_tokens: number
  readonly cache_write_tokens: number
  readonly completion_tokens: number
  /** Whether the provider reported the tokens; otherwise they are estimated. */
  readonly reported: boolean
  /** For `started` the worst case; negative for `refunded`. */
  readonly cost_usd: Decimal
  /** Version of the price table. */
  readonly price_table: string
  readonly request_id: string
  readonly correlation_id: string
  readonly created_at: TimeOfInsert
}

/** An entry as the service writes it; PostgreSQL adds id and time. */
export type NewLedgerEntry = Readonly<Omit<Insertable<LedgerEntryRow>, 'id' | 'created_at'>>

/** What a running generation may still cost. Gone when it is settled. */
export interface ReservationRow {
  readonly generation_id: string
  readonly owner: string
  /** With `periods`: the rows of budget_usage that hold it, pairwise. */
  readonly accounts: string[]
  readonly periods: string[]
  readonly usd: Decimal
  readonly tokens: BigInteger
  readonly lease_until: Time
  /** With `owner` the accounts that it counts on; null where older code reserved. */
  readonly credential: string | null
  /** The day (UTC) on whose budgets, and on whose month's, it counts. */
  readonly day: ColumnType<Date | null, string | null, never>
}

/** Roll-up of ledger entries other than `started`, kept by a trigger in the same transaction. */
export interface UsageByDayRow {
  readonly owner: string
  readonly day: ColumnType<Date, string, never>
  readonly credential: string
  readonly model: string
  readonly payer: LedgerEntryRow['payer']
  /** Several rows a group, so that concurrent writers do not wait for each other. */
  readonly slot: number
  readonly generations: BigInteger
  readonly attempts: BigInteger
  readonly prompt_tokens: BigInteger
  readonly completion_tokens: BigInteger
  readonly cost_usd: Decimal
}

/**
 * What an account has spent and reserved in a period: `2026-11-20` or `2026-11`, UTC. Only an account
 * whose limit was checked in the period has a row; the roll-ups count the others.
 */
export interface BudgetUsageRow {
  readonly account: string
  readonly period: string
  readonly spent_usd: Decimal
  readonly spent_tokens: BigInteger
  readonly reserved_usd: Decimal
  readonly reserved_tokens: BigInteger
}

/** A budget that an admin set for an owner, in place of the configured one. */
export interface BudgetRow {
  readonly owner: string
  readonly daily_usd: NullableDecimal
  readonly monthly_usd: NullableDecimal
  readonly daily_tokens: NullableBigInteger
  readonly monthly_tokens: NullableBigInteger
  readonly set_by: string
  readonly set_at: Time
}
