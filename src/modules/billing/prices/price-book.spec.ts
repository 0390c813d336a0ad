import { parseSettings, type Variables } from '#core/config/parse-settings.js'
import { billingConfig } from '#modules/billing/billing.config.js'
import { toDollars } from './money.js'
import { PriceBook } from './price-book.js'

const usage = {
  promptTokens: 1000,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 500,
  reported: true
}

function bookOf(variables: Variables): PriceBook {
  return new PriceBook(parseSettings(billingConfig, variables))
}

function cost(model: string, change: Partial<typeof usage> = {}, prices = '{}'): number {
  const book = bookOf({ OPENAI_MODEL: model, OPENAI_PRICES: prices })
  return toDollars(book.costOf(model, { ...usage, ...change }))
}

describe('The price of an attempt', () => {
  it('is exact for each token', () => {
    expect(cost('gpt-4o-mini')).toBe(0.00045)
  })

  it('is lower for cached input', () => {
    expect(cost('gpt-4o-mini', { cachedPromptTokens: 400 })).toBe(0.00042)
  })

  it('uses configured prices before the table', () => {
    expect(cost('gpt-4o-mini', {}, '{"gpt-4o-mini":{"input":1,"output":2}}')).toBe(0.002)
  })

  it('may be 0 only when the configuration sets it', () => {
    expect(cost('llama', {}, '{"llama":{"input":0,"output":0}}')).toBe(0)
    expect(() => cost('llama')).toThrow(/OPENAI_MODEL/)
  })

  it('includes tokens written to the cache and the surcharge for long input', () => {
    const prices = JSON.stringify({ plain: { input: 10, cachedInput: 1, output: 50 } })
    expect(cost('plain', { cacheWriteTokens: 100 }, prices)).toBe(0.035)
    const short = cost('gpt-5.4', { promptTokens: 272_000 })
    const long = cost('gpt-5.4', { promptTokens: 272_001 })
    expect(long / short).toBeGreaterThan(1.9)
  })

  it('of an unknown model is an error, never 0', () => {
    const book = bookOf({})
    expect(() => book.costOf('unknown', usage)).toThrow('no price')
  })
})
