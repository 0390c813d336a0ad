import { ofKind, stillLost, tokensOf } from '../../service/instances.js'
import { runBudgetScenario, type BudgetForm, type SpentBudget } from './budget-kills.js'

/** The promises for a budget that two instances use up while they are killed. */
export function itUsesUpABudget(form: BudgetForm): void {
  let spent: SpentBudget
  beforeAll(async () => {
    spent = await runBudgetScenario(form)
  }, 7_200_000)

  it('is never exceeded, not by one commit', () => {
    expect(spent.overshoots).toBe(0)
    expect(spent.spent).toBeLessThanOrEqual(spent.limit)
    expect(spent.kills).toBeGreaterThan(0)
  })

  it('is spent up to 97 % before the first refusal', () => {
    expect(spent.spentAtFirstRefusal / spent.limit).toBeGreaterThanOrEqual(0.97)
  })

  it('leaves a ledger with one start and one end for each call that the provider got', () => {
    const { entries, providerCalls, disagreements } = spent
    const started = ofKind('started', entries).map(({ attempt }) => attempt)
    const ends = entries.filter(({ kind }) => kind !== 'started')
    expect(ends.map(({ attempt }) => attempt).toSorted()).toEqual(started.toSorted())
    // A process may die between the entry and the call.
    expect(providerCalls).toBeLessThanOrEqual(started.length)
    expect(started.length - providerCalls).toBeLessThanOrEqual(stillLost(entries).length)
    expect(disagreements).toEqual([])
  })

  it('leaves a ledger with the tokens of the provider; only what died is overstated', () => {
    const { entries, providerTokens } = spent
    const settled = tokensOf(ofKind('settled', entries))
    const lost = tokensOf(stillLost(entries))
    const billed = providerTokens.completed + providerTokens.closed
    expect(settled + lost).toBeGreaterThanOrEqual(billed)
    // Apart from what died and what was closed early, at most once by each stream, both are equal.
    expect(settled).toBeLessThanOrEqual(billed + form.streams * closedEarly)
  })
}

/** The tokens by which the prompt and the text of an answer that is closed early are overstated. */
const closedEarly = 400
