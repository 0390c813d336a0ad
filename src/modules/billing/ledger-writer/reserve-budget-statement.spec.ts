import type { BudgetAccount } from '../budgets/budget-accounts.js'
import type { LedgerEntry } from '../ledger-entry.js'
import { reserveParameters, type Reservation } from './reserve-budget-statement.js'

const owner: BudgetAccount = { scope: 'owner', account: 'user:1', budget: { dailyUsd: '0.50' } }
const all: BudgetAccount = { scope: 'global', account: 'global', budget: { dailyTokens: 1000 } }

function reservation(accounts: readonly BudgetAccount[]): Reservation {
  return {
    generationId: 'generation',
    owner: 'user:1',
    credential: 'key:dashboard',
    isFirst: true,
    accounts,
    total: { cost: 1_500_000_000n, tokens: 30 },
    share: 1,
    attempts: [],
    leaseSeconds: 60,
    entry: { kind: 'started', attempt_id: 'attempt' } as LedgerEntry
  }
}

function parametersOf(...reservations: readonly Reservation[]): unknown[] {
  return reserveParameters(reservations).map(text => JSON.parse(text) as unknown)
}

describe('The parameters of the reserve statement', () => {
  it('list each account once for any number of its reservations', () => {
    const [requests, accounts] = parametersOf(reservation([owner, all]), reservation([all]))
    expect(accounts).toEqual([
      { i: 0, account: 'user:1', daily_usd: '0.50' },
      { i: 1, account: 'global', daily_tokens: 1000 }
    ])
    expect(requests).toMatchObject([
      { n: 0, accounts: [0, 1] },
      { n: 1, accounts: [1] }
    ])
  })

  it('list an account twice when its limits differ, because limits may depend on the role', () => {
    const admin: BudgetAccount = { ...owner, budget: { dailyUsd: '5' } }
    const [, accounts] = parametersOf(reservation([owner]), reservation([admin]))
    expect(accounts).toMatchObject([
      { i: 0, account: 'user:1', daily_usd: '0.50' },
      { i: 1, account: 'user:1', daily_usd: '5' }
    ])
  })

  it('contain money in dollars, as decimal text', () => {
    const [requests] = parametersOf(reservation([owner]))
    expect(requests).toMatchObject([{ usd: '0.001500000000', tokens: 30 }])
  })
})
