/** The state of one window of an owner. */
export interface WindowCount {
  readonly hits: number
  /** Milliseconds until it ends; 0 when none is open. */
  readonly endsInMs: number
}

/** The result of counting a request in all its windows. */
export interface OwnerCount {
  /** Whether it was taken: in every window, or else in none. */
  readonly isTaken: boolean
  /** In the order of the limits. */
  readonly windows: readonly WindowCount[]
}
