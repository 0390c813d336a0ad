import * as fc from 'fast-check'
import { LedgerHistory } from './ledger-history.js'
import { brokenInvariant } from './ledger-invariants.js'
import { LedgerSimulation } from './ledger-simulation.js'
import type { Limits } from './ledger-under-test.js'
import type { PlantedFault } from './planted-faults.js'

export const limits: fc.Arbitrary<Limits> = fc.record({
  owner: fc.integer({ min: 1, max: 120 }),
  credential: fc.integer({ min: 1, max: 300 }),
  global: fc.integer({ min: 1, max: 240 })
})

export const stepsOf = (maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(0x7fff_ffff), { maxLength, size: 'max' })

/**
 * Runs random histories on the simulated ledger until an invariant is broken.
 * @returns undefined if none is broken
 */
export async function findViolation(
  histories: number,
  fault?: PlantedFault
): Promise<string | undefined> {
  const result = await fc.check(
    fc.asyncProperty(stepsOf(60), limits, async (steps, limit) => {
      const ledger = new LedgerSimulation(limit, fault)
      const history: LedgerHistory = new LedgerHistory(ledger, 'a', () => {
        const broken = brokenInvariant(ledger, history.generations)
        if (broken !== undefined) throw new Error(broken)
      })
      await history.run(steps)
      const open = [...ledger.counters.values()].some(({ reserved }) => reserved !== 0)
      if (open) throw new Error('something stays reserved')
    }),
    { numRuns: histories, endOnFailure: fault !== undefined }
  )
  return result.failed ? String(result.errorInstance) : undefined
}
