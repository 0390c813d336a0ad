import * as fc from 'fast-check'
import { limits, stepsOf } from '../../harness/ledger/check-histories.js'
import { firstDifference } from '../../harness/ledger/first-difference.js'
import { isSuspension, LedgerHistory } from '../../harness/ledger/ledger-history.js'
import { LedgerSimulation } from '../../harness/ledger/ledger-simulation.js'
import {
  thresholds,
  type LedgerUnderTest,
  type ReserveRequest
} from '../../harness/ledger/ledger-under-test.js'
import { PostgresLedger } from '../../harness/ledger/postgres-ledger.js'
import {
  contradictions,
  openLedgerStore,
  type LedgerStore
} from '../../harness/service/ledger-store.js'

const settings = { BUDGET_WARN_AT: thresholds.join(',') }

describe('The reservations of a flush', () => {
  const request = fc.record({
    owner: fc.constantFrom('a', 'b', 'c'),
    total: fc.integer({ min: 0, max: 20 })
  })

  it('have the same outcomes as one reservation after the other', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), limits, (owners, limit) => {
        const requests = owners.map(({ owner, total }, n): ReserveRequest => ({
          generation: String(n),
          owner,
          total,
          isFirst: true,
          share: 1,
          parts: new Map()
        }))
        const one = new LedgerSimulation(limit)
        const flushed = new LedgerSimulation(limit)
        const expected = requests.flatMap(single => one.reserve([single]))
        expect(flushed.reserve(requests)).toEqual(expected)
        expect(flushed.held).toEqual(one.held)
      }),
      { numRuns: 2000 }
    )
  })
})

describe('Random histories on PostgreSQL', () => {
  let store: LedgerStore
  beforeAll(async () => {
    store = await openLedgerStore(settings)
  })
  afterAll(() => store.close())

  it('have the verdicts, counters and warnings of the simulated ledger after each commit', async () => {
    expect(await firstDifference(store, 60)).toBeUndefined()
  })

  it('of two concurrent processes exceed no limit and stay consistent', async () => {
    await fc.assert(
      fc.asyncProperty(
        stepsOf(30),
        stepsOf(30),
        limits,
        async (ofOne, ofOther, { owner, credential, global }) => {
          const limit = { owner, credential, global }
          const one = new PostgresLedger(store, limit)
          const other = new PostgresLedger(store, limit, store.other)
          await one.clear()
          const expectWithin = async (): Promise<void> => {
            for (const [key, { spent, reserved }] of await one.counters()) {
              const most = new LedgerSimulation(limit).limitOf(key)
              expect(spent + reserved).toBeLessThanOrEqual(most)
            }
          }
          // No process is suspended, so nothing is settled late.
          const run = (ledger: LedgerUnderTest, name: string, steps: number[]): Promise<void> =>
            new LedgerHistory(ledger, name, expectWithin).run(
              steps.filter(step => !isSuspension(step))
            )
          await Promise.all([run(one, 'one', ofOne), run(other, 'other', ofOther)])
          expect(await contradictions(store.queries)).toEqual([])
        }
      ),
      { numRuns: 30, endOnFailure: true }
    )
  })
})
