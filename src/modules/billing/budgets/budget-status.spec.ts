import { budgetStatuses, type AccountUsage } from './budget-status.js'

const time = new Date('2026-11-20T12:00:00Z')
const owner = 'user:someone'

function usage(period: string, spent: string, reserved = '0'): AccountUsage {
  const amounts = { spent, reserved }
  return { account: owner, period, usd: amounts, tokens: { spent: '70', reserved: '20' } }
}

describe('The status of a budget', () => {
  it('subtracts decimals exactly', () => {
    const accounts = [{ scope: 'owner', account: owner, budget: { dailyUsd: '0.3' } }] as const
    const statuses = budgetStatuses(accounts, [usage('2026-11-20', '0.100000000000', '0.1')], time)
    expect(statuses).toEqual([
      {
        scope: 'owner',
        period: 'day',
        unit: 'usd',
        limit: 0.3,
        spent: 0.1,
        reserved: 0.1,
        remaining: 0.1,
        resetsAt: '2026-11-21T00:00:00.000Z'
      }
    ])
  })

  it('omits unlimited amounts and starts at 0 before the first use', () => {
    const accounts = [
      { scope: 'owner', account: owner, budget: { monthlyTokens: 100 } },
      { scope: 'credential', account: 'via:key:dashboard', budget: { monthlyUsd: '5' } }
    ] as const
    const statuses = budgetStatuses(accounts, [usage('2026-11', '1')], time)
    expect(statuses).toMatchObject([
      { scope: 'owner', period: 'month', unit: 'tokens', limit: 100, remaining: 10 },
      { scope: 'credential', period: 'month', unit: 'usd', spent: 0, remaining: 5 }
    ])
  })

  it('has a remaining amount of 0 when more was spent than allowed', () => {
    const accounts = [{ scope: 'owner', account: owner, budget: { monthlyUsd: '1' } }] as const
    const [status] = budgetStatuses(accounts, [usage('2026-11', '1.5')], time)
    expect(status).toMatchObject({ spent: 1.5, remaining: 0 })
  })
})
