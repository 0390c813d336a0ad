import type { ColumnType } from 'kysely'

/**
 * The types of the tables. Each module adds its own in `tables.ts`, by declaration merging:
 * `declare module '#core/database/schema.js' { interface Schema { … } }`.
 */
export interface Schema {
  readonly schema_steps: SchemaStepRow
}

// Numerics and bigints arrive as strings, times as Dates.

/** An exact decimal as text, in US dollars unless documented otherwise. */
export type Decimal = ColumnType<string, string, string>
export type NullableDecimal = ColumnType<string | null, string | null, string | null>
export type BigInteger = ColumnType<string, number | bigint | string, number | bigint | string>
export type NullableBigInteger = ColumnType<
  string | null,
  number | string | null | undefined,
  number | string | null
>
export type Time = ColumnType<Date, Date | string, Date | string>
export type TimeOfInsert = ColumnType<Date, Date | string | undefined, never>

/** A migration with which older code is compatible. */
export interface SchemaStepRow {
  readonly name: string
  /** The newest migration that the older code must know. */
  readonly works_since: string
}
