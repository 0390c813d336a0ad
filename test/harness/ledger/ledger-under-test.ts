/** A reservation of a generation. Amounts are whole numbers, because other tests cover decimals. */
export interface ReserveRequest {
  readonly generation: string
  readonly owner: string
  readonly isFirst: boolean
  readonly total: number
  /** The share of each limit that it may reach. */
  readonly share: number
  /** The parts of the total, by attempt. */
  readonly parts: ReadonlyMap<string, number>
  /** The attempt that starts; undefined for a further slice. */
  readonly started?: { readonly attempt: string; readonly worst: number } | undefined
}

export interface SettleRequest {
  readonly generation: string
  readonly owner: string
  readonly payer: 'owner' | 'service'
  /** The cost of each attempt. */
  readonly ends: ReadonlyMap<string, number>
}

/** The statements of the ledger: simulated, or on PostgreSQL. */
export interface LedgerUnderTest {
  /** Reserves in one flush, in this order. Returns which reservations are made. */
  reserve(requests: readonly ReserveRequest[]): Promise<readonly boolean[]> | readonly boolean[]
  /** Settles in one flush. */
  settle(settlements: readonly SettleRequest[]): Promise<void> | void
  /** The leases of these generations end, and what is reserved for them is recorded as lost. */
  expire(generations: readonly string[]): Promise<void> | void
  /** A new day begins. */
  nextDay?(): void
}

/** The limits of the accounts: of each owner and of all owners a day, of the credential a month. */
export interface Limits {
  readonly owner: number
  readonly credential: number
  readonly global: number
}

/** In percent. */
export const thresholds: readonly number[] = [50, 80, 95]
