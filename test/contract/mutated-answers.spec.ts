import * as fc from 'fast-check'
import { PriceBook } from '#modules/billing/prices/price-book.js'
import { mutatedAnswers } from '../harness/scenarios/mutated/mutations.js'
import { expectSameOnBothPaths } from '../harness/scenarios/mutated/read-both-ways.js'

describe('A mutated answer', () => {
  it('is read the same on both paths, costs more than 0 if it has text, and is complete or marked as cut', async () => {
    const prices = new PriceBook({ OPENAI_PRICES: {} } as never)
    const property = fc.asyncProperty(mutatedAnswers, answer =>
      expectSameOnBothPaths(answer, prices)
    )
    await fc.assert(property, { numRuns: 800 })
  })
})
