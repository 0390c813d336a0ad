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
    readonly usage_by_month: UsageByMonthRow
    readonly usage_of_all: UsageOfAllRow
    readonly budgets: BudgetRow
  }
}

/** A ledger entry. The table is append-only. */
export interface LedgerEntryRow {
  readonly id: Generated<string>
  /** An attempt is started, then settled, or lost if its process crashes. A lost one may be refunded. */
  readonly kind: 'started' | 'settled' | 'lost' | 'refunded'
  readonly attempt_id: string
  readonly generation_id: string
  readonly owner: string
  /** The credential of the request: `key:dashboard`, `service:kuybi`, `user:<id>`. */
  readonly credential: string
  /** Who is charged: the owner, or the service for failed attempts. */
  readonly payer: 'owner' | 'service'
  /** The requested model, which determines the price. */
  readonly model: string
  readonly outcome: string
  readonly prompt_tokens: number
  readonly cached_prompt_tokens: number
  readonly cache_write_tokens: number
  readonly completion_tokens: number
  /** Whether the provider reported the tokens; otherwise they are estimated. */
  readonly reported: boolean
  /** The maximum cost for `started`; negative for `refunded`. */
  readonly cost_usd: Decimal
  /** Version of the price table. */
  readonly price_table: string
  readonly request_id: string
  readonly correlation_id: string
  readonly created_at: TimeOfInsert
}

/** An entry to insert; PostgreSQL adds id and time. */
export type NewLedgerEntry = Readonly<Omit<Insertable<LedgerEntryRow>, 'id' | 'created_at'>>

/** The reserved cost of a running generation. Deleted when it is settled. */
export interface ReservationRow {
  readonly generation_id: string
  readonly owner: string
  /** Together with `periods`: the rows of budget_usage that include it, pairwise. */
  readonly accounts: string[]
  readonly periods: string[]
  readonly usd: Decimal
  readonly tokens: BigInteger
  readonly lease_until: Time
  /** Together with `owner`: the accounts that it counts against; null in rows of older versions. */
  readonly credential: string | null
  /** The day (UTC) whose daily and monthly budgets it counts against. */
  readonly day: ColumnType<Date | null, string | null, never>
  /** What each attempt is recorded at if it is lost; null in rows of older versions. */
  readonly attempts: ColumnType<readonly HeldAttempt[] | null, string | null, string | null>
  /** The limits of `accounts` in their order, when it was made; the last ones may be missing. */
  readonly limits_usd: readonly (string | null)[] | null
  readonly limits_tokens: readonly (string | null)[] | null
}

/** The reserved amount of an attempt, or its cost once that is known. */
export interface HeldAttempt {
  readonly attempt_id: string
  readonly prompt_tokens: number
  readonly completion_tokens: number
  /** US dollars, decimal. */
  readonly cost_usd: string
}

/** Roll-up of ledger entries other than `started`, updated by a trigger in the same transaction. */
export interface UsageByDayRow {
  readonly owner: string
  readonly day: ColumnType<Date, string, never>
  readonly credential: string
  readonly model: string
  readonly payer: LedgerEntryRow['payer']
  /** Several rows for each group, so that concurrent writers do not wait for each other. */
  readonly slot: number
  readonly generations: BigInteger
  readonly attempts: BigInteger
  readonly prompt_tokens: BigInteger
  readonly completion_tokens: BigInteger
  readonly cost_usd: Decimal
}

interface CoarseSums {
  readonly model: string
  readonly slot: number
  readonly attempts: BigInteger
  readonly prompt_tokens: BigInteger
  readonly completion_tokens: BigInteger
  readonly cost_usd: Decimal
  /** The part of the cost that owners are charged. */
  readonly charged_usd: Decimal
}

/** Roll-up of the same entries by month, so that a long report reads few rows of each owner. */
export interface UsageByMonthRow extends CoarseSums {
  readonly owner: string
  /** Its first day. */
  readonly month: ColumnType<Date, string, never>
}

/** Roll-up of the same entries of all owners. */
export interface UsageOfAllRow extends CoarseSums {
  readonly day: ColumnType<Date, string, never>
}

/**
 * Spent and reserved amounts of an account in a period: `2026-11-20` or `2026-11`, UTC. Only accounts
 * whose limit was checked in the period have a row; the roll-ups have the usage of the others.
 */
export interface BudgetUsageRow {
  readonly account: string
  readonly period: string
  readonly spent_usd: Decimal
  readonly spent_tokens: BigInteger
  readonly reserved_usd: Decimal
  readonly reserved_tokens: BigInteger
  /** The highest threshold of BUDGET_WARN_AT that has been reported, in percent; 0 for none. */
  readonly warned: ColumnType<number, number | undefined, number>
}

/** A budget that an admin has set for an owner; it replaces the configured one. */
export interface BudgetRow {
  readonly owner: string
  readonly daily_usd: NullableDecimal
  readonly monthly_usd: NullableDecimal
  readonly daily_tokens: NullableBigInteger
  readonly monthly_tokens: NullableBigInteger
  readonly set_by: string
  readonly set_at: Time
}
