import { Injectable } from '@nestjs/common'
import { Database, type Lane } from '#core/database/database.js'
import { GroupCommit } from '#core/database/group-commit.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import type { ExceededBudget } from '../budgets/budget-exceeded.js'
import { BudgetWarnings } from '../budgets/budget-warnings.service.js'
import { LeaseRenewal } from '../leases/lease-renewal.service.js'
import { BillingMetrics } from '../billing.metrics.js'
import { LedgerRepository } from '../ledger.repository.js'
import { isPassing } from '../write-retry-queue.service.js'
import {
  lockForOpening,
  openStatement,
  reserveParameters,
  reserveStatement,
  type Reservation,
  type ReserveRow
} from './reserve-budget-statement.js'
import {
  settleParameters,
  settleStatement,
  type Settlement,
  type SettleRow
} from './settle-statement.js'

/** Together they leave time to respond within two seconds if PostgreSQL does not. */
const reserveStallMs = 1000
const reserveStatementMs = 800
/** Clients do not wait for a settlement: one that takes longer is queued and retried. */
const settleStallMs = 60_000
const settleStatementMs = 3000
/** More than one, because a new day may begin between opening an account and the retry. */
const maxOpenings = 3

/** The day (UTC) whose budgets a reservation counts against, or the limit that it exceeds. */
export type Reserved = { readonly day: string } | ExceededBudget

export interface Settled {
  /** Whether the story is new, not stored by an earlier attempt of this write. */
  readonly isStored: boolean
}

/**
 * The only writer of reservations, attempts and their ends. Concurrent calls share statements and
 * COMMITs in two lanes: one for reservations, which attempts wait for, and one for settlements.
 */
@Injectable()
export class LedgerWriter {
  private readonly reserveLane: Lane
  private readonly settleLane: Lane
  private readonly reservations: GroupCommit<Reservation, ReserveRow>
  private readonly settlements: GroupCommit<Settlement, SettleRow>
  /** The number of generations between first reservation and settlement. */
  private readonly open = new Set<string>()

  constructor(
    database: Database,
    private readonly ledger: LedgerRepository,
    private readonly leases: LeaseRenewal,
    private readonly warnings: BudgetWarnings,
    private readonly metrics: BillingMetrics
  ) {
    const hasCompany = (): boolean => this.open.size > 1
    this.reserveLane = database.openLane(reserveStatementMs)
    this.settleLane = database.openLane(settleStatementMs)
    this.reservations = new GroupCommit({
      flush: reservations => this.reserveAll(reservations),
      keyOf: ({ generationId }) => generationId,
      maxStallMs: reserveStallMs * database.timeoutFactor,
      hasCompany
    })
    this.settlements = new GroupCommit({
      flush: settlements => this.settleAll(settlements),
      keyOf: ({ id }) => id,
      maxStallMs: settleStallMs,
      hasCompany
    })
  }

  /**
   * Reserves the cost of an attempt and records its start, or does nothing if a budget is exceeded.
   * Resolves after the COMMIT.
   * @throws AppError SERVICE_OVERLOADED if the queue is too long; nothing is written
   * @throws StoreUnavailable where PostgreSQL cannot be used; it may have been written
   */
  async reserve(reservation: Reservation): Promise<Reserved> {
    this.open.add(reservation.generationId)
    // Before the COMMIT: if its response is lost, the reservation may exist.
    this.leases.add(reservation.generationId)
    const { verdict, day, account, period, unit, limit } =
      await this.reservations.submit(reservation)
    if (verdict === 'reserved') return { day }
    if (verdict !== 'refused' || period === null || unit === null) {
      // The process was suspended for longer than its lease, so its attempts are recorded as lost.
      throw new StoreUnavailable(new Error(`the reservation is ${verdict}`))
    }
    const scope = reservation.accounts.find(one => one.account === account)?.scope ?? 'owner'
    return { scope, period, unit, limit: Number(limit) }
  }

  /**
   * Writes the result of a generation atomically. Resolves after the COMMIT. Idempotent.
   * @throws StoreUnavailable where PostgreSQL cannot be used; it may have been written
   */
  async settle(settlement: Settlement): Promise<Settled> {
    const { charges } = settlement
    try {
      const row = await this.settlements.submit(settlement)
      if (charges !== undefined && !row.is_taken) await this.ledger.settleLate(charges, row.is_ours)
      this.leases.remove(settlement.id)
      return { isStored: row.is_stored }
    } catch (error) {
      if (!isPassing(error)) this.leases.remove(settlement.id)
      throw error
    }
  }

  /** Called when nothing more is written for a generation: what is reserved for it expires. */
  abandon(generationId: string): void {
    this.leases.remove(generationId)
  }

  /** Called when the generation makes no further reservations. */
  close(generationId: string): void {
    this.open.delete(generationId)
  }

  private async reserveAll(reservations: readonly Reservation[]): Promise<readonly ReserveRow[]> {
    for (let openings = 0; ; openings++) {
      const parameters = reserveParameters(reservations)
      const rows = await this.reserveLane.run<ReserveRow>(reserveStatement, parameters)
      this.showRatios(rows[0])
      const isUnopened = rows.some(({ verdict }) => verdict === 'unopened')
      if (!isUnopened || openings === maxOpenings) return this.decide(reservations, rows)
      await this.openAccounts(parameters[1])
    }
  }

  /** Repeats the undecided reservations in halves, in order; a single one is always decided. */
  private async decide(
    reservations: readonly Reservation[],
    rows: readonly ReserveRow[]
  ): Promise<readonly ReserveRow[]> {
    const decided = [...rows]
    const open = rows.flatMap(({ verdict }, index) => (verdict === 'undecided' ? [index] : []))
    const middle = Math.ceil(open.length / 2)
    for (const half of [open.slice(0, middle), open.slice(middle)]) {
      if (half.length === 0) continue
      const again = await this.reserveAll(half.map(index => reservations[index] as Reservation))
      for (const [n, index] of half.entries()) decided[index] = again[n] as ReserveRow
    }
    return decided
  }

  private openAccounts(accounts: string | undefined): Promise<void> {
    return this.reserveLane.runTogether([lockForOpening, []], [openStatement, [accounts]])
  }

  private async settleAll(settlements: readonly Settlement[]): Promise<readonly SettleRow[]> {
    const { story, audit } = settlements.find(one => one.story !== undefined) ?? {}
    const columns =
      story === undefined
        ? undefined
        : { story: Object.keys(story), audit: Object.keys(audit ?? {}) }
    const parameters = settleParameters(settlements, this.warnings.thresholds)
    const rows = await this.settleLane.run<SettleRow>(settleStatement(columns), parameters)
    this.warnings.report(rows[0]?.passed ?? null)
    return rows
  }

  private showRatios(row: ReserveRow | undefined): void {
    for (const { period, usd, tokens } of row?.global ?? []) {
      this.metrics.budgetSpentRatio.set({ period, unit: 'usd' }, usd ?? 0)
      this.metrics.budgetSpentRatio.set({ period, unit: 'tokens' }, tokens ?? 0)
    }
  }
}
