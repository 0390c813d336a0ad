import * as fc from 'fast-check'
import { contradictions, type LedgerStore } from '../service/ledger-store.js'
import { limits, stepsOf } from './check-histories.js'
import { ComparedLedger } from './compared-ledger.js'
import { LedgerHistory } from './ledger-history.js'
import { brokenInvariant } from './ledger-invariants.js'

/** Runs random histories on PostgreSQL. @returns the first difference from the simulated ledger */
export async function firstDifference(
  store: LedgerStore,
  numRuns: number
): Promise<string | undefined> {
  const result = await fc.check(
    fc.asyncProperty(stepsOf(40), limits, async (steps, limit) => {
      const ledger = new ComparedLedger(store, limit)
      await ledger.clear()
      const history: LedgerHistory = new LedgerHistory(ledger, 'a', async () => {
        const broken = brokenInvariant(ledger.simulation, history.generations)
        const found = broken === undefined ? await ledger.differences() : [broken]
        if (found.length > 0) throw new Error(found.join('\n'))
      })
      await history.run(steps)
      const found = await contradictions(store.queries)
      if (found.length > 0) throw new Error(JSON.stringify(found))
    }),
    { numRuns, endOnFailure: true }
  )
  return result.failed ? fc.defaultReportMessage(result) : undefined
}
