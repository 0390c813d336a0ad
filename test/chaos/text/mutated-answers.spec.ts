import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { PriceBook } from '#modules/billing/prices/price-book.js'
import { chaosForm } from '../../harness/scenarios/chaos-form.js'
import { mutatedAnswers } from '../../harness/scenarios/mutated/mutations.js'
import { expectSameOnBothPaths } from '../../harness/scenarios/mutated/read-both-ways.js'
import { expectStoriesOrErrors } from '../../harness/scenarios/mutated/story-of-both-routes.js'

const seed = 20_261_130
const megabyte = 1024 * 1024

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

describe('Many mutated answers', () => {
  it('are read the same on both paths, cost more than 0, are marked as cut, and leave no memory behind', async () => {
    const prices = new PriceBook({ OPENAI_PRICES: {} } as never)
    const read = (numRuns: number): Promise<void> =>
      fc.assert(
        fc.asyncProperty(mutatedAnswers, answer => expectSameOnBothPaths(answer, prices)),
        { numRuns, seed }
      )
    await read(500)
    const before = heapUsed()
    await read(chaosForm({ short: 4000, long: 100_000 }))
    expect(heapUsed() - before).toBeLessThan(50 * megabyte)
  }, 7_200_000)

  it('become stories or documented errors on both routes', async () => {
    const runs = chaosForm({ short: 300, long: 5000 })
    const { statuses, compared } = await expectStoriesOrErrors(runs, seed)
    expect([...statuses]).toEqual(expect.arrayContaining([200, 502, 503]))
    expect(compared).toBeGreaterThan(runs / 20)
  }, 3_600_000)
})
