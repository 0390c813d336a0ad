/** The values by which a list sorts an entry, as text. The last one is unique. */
export type SortKey = readonly string[]

/** The number of entries of a list. */
export interface ListSize {
  readonly total: number
  /** Whether there are more entries than `total`. */
  readonly isLowerBound: boolean
}

/** The entries of a list to read: after a number of entries, or after an entry. */
export interface Slice {
  readonly limit: number
  readonly offset: number
  readonly after?: SortKey
  /** The size of the list, if it is known; it is not counted then. */
  readonly size?: ListSize
}

/** The entries of a slice. */
export interface SliceOf<T> {
  readonly results: readonly T[]
  /** The sort key of the last entry, if more entries follow. */
  readonly next: SortKey | undefined
  readonly size: ListSize
}

/** @param rows one more than the limit, if there are more */
export function toSliceOf<Row>(
  rows: readonly Row[],
  { limit }: Pick<Slice, 'limit'>,
  size: ListSize,
  keyOf: (row: Row) => SortKey
): SliceOf<Row> {
  const results = rows.slice(0, limit)
  const last = results.at(-1)
  const next = rows.length > limit && last !== undefined ? keyOf(last) : undefined
  return { results, next, size }
}
