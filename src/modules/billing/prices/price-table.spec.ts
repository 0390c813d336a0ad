import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { notForStories, priceTable } from './price-table.ts'
import type { PricedModel, PriceSource } from './price-table.ts'

const day = /^\d{4}-\d{2}-\d{2}$/
const models: [string, PricedModel][] = Object.entries(priceTable.models)
const sources: [string, PriceSource][] = Object.entries(priceTable.sources)
const lists = {
  priced: Object.keys(priceTable.models),
  unpriced: Object.keys(priceTable.unpriced),
  notForStories: Object.keys(notForStories)
}
const everyListed = Object.values(lists).flat()

/** The string literals of a union type in the SDK's declarations. */
const namesOfSdkType = (type: string): string[] => {
  const file = new URL('../../../node_modules/openai/resources/shared.d.ts', import.meta.url)
  const union = new RegExp(`export type ${type} = ([^;]+);`).exec(readFileSync(file, 'utf8'))?.[1]
  return Array.from((union ?? '').matchAll(/'([^']+)'/g), ([, name]) => name ?? '')
}

const sdkModels = [...new Set([...namesOfSdkType('ChatModel'), ...namesOfSdkType('AllModels')])]

describe('the price table', () => {
  it.each(models)('gives %s only positive, finite prices', (_name, model) => {
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

  it.each(sources)(
    'says of %s where it is, when it was read and, if known, its day',
    (_n, source) => {
      expect(source.location).not.toBe('')
      expect(source.readOn).toMatch(day)
      expect(source.readOn <= priceTable.version).toBe(true)
      expect(source.dated ?? source.readOn).toMatch(day)
      expect((source.dated ?? source.readOn) <= source.readOn).toBe(true)
    }
  )

  it('pins every source that is a repository to a commit', () => {
    const unpinned = sources.filter(
      ([, { location, commit = '' }]) =>
        !location.startsWith('https://') && !/^[0-9a-f]{40}$/.test(commit)
    )
    expect(unpinned).toEqual([])
  })

  it('gives a reason for every model without a price', () => {
    const reasons = [...Object.values(priceTable.unpriced), ...Object.values(notForStories)]
    expect(reasons.filter(reason => reason.trim() === '')).toEqual([])
  })

  it('puts no model on two of its lists', () => {
    expect(everyListed.filter((name, at) => everyListed.indexOf(name) !== at)).toEqual([])
  })
})

describe("the SDK's list of models", () => {
  it('can be read from its type declarations', () => {
    expect(namesOfSdkType('ChatModel')).toContain('gpt-4o-mini')
    expect(namesOfSdkType('AllModels')).toContain('o1-pro')
  })

  it('holds no model that the price table has no answer for', () => {
    const unanswered = sdkModels.filter(name => !everyListed.includes(name))
    // Give each a price with a source that was read, or list it under `unpriced` with the reason,
    // or under `notForStories`. Never guess a price.
    expect({ modelsToListInPriceTable: unanswered }).toEqual({ modelsToListInPriceTable: [] })
  })

  it('holds every model that the price table lists', () => {
    expect(everyListed.filter(name => !sdkModels.includes(name))).toEqual([])
  })
})
