import { priceTable } from './price-table.ts'

const models = Object.entries(priceTable.models)

describe('The price table', () => {
  it.each(models)('has only positive, finite prices for %s', (_name, model) => {
    const { input, output, cachedInput = input, cacheWriteInput = input } = model
    for (const price of [input, output, cachedInput, cacheWriteInput]) {
      expect(Number.isFinite(price)).toBe(true)
      expect(price).toBeGreaterThan(0)
    }
  })

  it.each(models)(
    'never charges more for cached input of %s than for fresh input',
    (_name, model) => {
      expect(model.cachedInput ?? model.input).toBeLessThanOrEqual(model.input)
    }
  )

  it.each(models)(
    'never makes %s cheaper by a long-context surcharge',
    (_name, { longContext }) => {
      expect(longContext?.inputTimes ?? 1).toBeGreaterThanOrEqual(1)
      expect(longContext?.outputTimes ?? 1).toBeGreaterThanOrEqual(1)
      expect(longContext?.aboveInputTokens ?? 1).toBeGreaterThan(0)
    }
  )

  it.each(models)('names an existing source for %s', (_name, model) => {
    expect(Object.keys(priceTable.sources)).toContain(model.source)
  })

  it('has a version that is not older than any of its sources', () => {
    const later = Object.values(priceTable.sources).filter(
      ({ readOn }) => readOn > priceTable.version
    )
    expect(later).toEqual([])
  })
})
