import { RetryBudget } from './retry-budget.js'

function spendAll(budget: RetryBudget): number {
  let spent = 0
  while (budget.spend()) spent++
  return spent
}

describe('The retry budget', () => {
  it('starts with exactly 10 retries', () => {
    expect(spendAll(new RetryBudget(() => 0))).toBe(10)
  })

  it('allows retries for a tenth of the calls in steady state', () => {
    const budget = new RetryBudget(() => 0)
    spendAll(budget)
    let retries = 0
    for (let call = 0; call < 1000; call++) {
      budget.called()
      if (budget.spend()) retries++
    }
    expect(retries).toBeGreaterThanOrEqual(99)
    expect(retries).toBeLessThanOrEqual(100)
  })

  it('refills over time, so that a service with little load may retry', () => {
    let nowMs = 0
    const budget = new RetryBudget(() => nowMs)
    spendAll(budget)
    nowMs = 30_000
    expect(spendAll(budget)).toBe(3)
    nowMs = 3_600_000
    expect(spendAll(budget)).toBe(10)
  })
})
