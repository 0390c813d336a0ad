import { chaosForm } from '../harness/scenarios/chaos-form.js'
import { itUsesUpABudget } from '../harness/scenarios/restarts/it-uses-up-a-budget.js'

describe('A budget that two instances use up while they are killed', () => {
  itUsesUpABudget(
    chaosForm({
      short: { stories: 1000, storiesPerKill: 400, streams: 4, charsPerSecond: 8000 },
      long: { stories: 10_000, storiesPerKill: 1000, streams: 12, charsPerSecond: 8000 }
    })
  )
})
