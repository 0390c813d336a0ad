import type { LedgerStore } from '../service/ledger-store.js'
import { LedgerSimulation } from './ledger-simulation.js'
import {
  thresholds,
  type LedgerUnderTest,
  type Limits,
  type ReserveRequest,
  type SettleRequest
} from './ledger-under-test.js'
import { PostgresLedger } from './postgres-ledger.js'

/** The ledger on PostgreSQL and the simulated one, which get the same calls. */
export class ComparedLedger implements LedgerUnderTest {
  readonly simulation: LedgerSimulation
  private readonly postgres: PostgresLedger

  constructor(
    private readonly store: LedgerStore,
    limits: Limits
  ) {
    this.simulation = new LedgerSimulation(limits)
    this.postgres = new PostgresLedger(store, limits)
  }

  /** @throws Error if the verdicts differ */
  async reserve(requests: readonly ReserveRequest[]): Promise<readonly boolean[]> {
    const found = await this.postgres.reserve(requests)
    const expected = this.simulation.reserve(requests)
    if (String(found) !== String(expected))
      throw new Error(`${String(found)} is not ${String(expected)}`)
    return found
  }

  async settle(settlements: readonly SettleRequest[]): Promise<void> {
    await this.postgres.settle(settlements)
    this.simulation.settle(settlements)
  }

  async expire(generations: readonly string[]): Promise<void> {
    await this.postgres.expire(generations)
    this.simulation.expire(generations)
  }

  clear(): Promise<void> {
    return this.postgres.clear()
  }

  /** The counters and warnings that differ; empty if none do. */
  async differences(): Promise<readonly string[]> {
    const differences: string[] = []
    for (const [key, found] of await this.postgres.counters()) {
      const { spent, reserved, warned } = this.simulation.counterOf(key)
      const expected = { warned, spent, reserved }
      const isEqual =
        found.spent === spent && found.reserved === reserved && found.warned === warned
      if (!isEqual) differences.push(`${key}: ${JSON.stringify({ found, expected })}`)
    }
    const warnings = this.store.passed.reduce(
      (sum, { before, reached }) =>
        sum + thresholds.filter(one => one > before && one <= reached).length,
      0
    )
    const { length } = this.simulation.warnings
    if (warnings !== length) differences.push(`${warnings} warnings instead of ${length}`)
    return differences
  }
}
