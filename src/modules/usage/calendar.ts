import { endOf, periodsAt, type BudgetPeriod } from '#modules/billing/budgets/budget-accounts.js'
import type { TimeRange } from '#modules/billing/roll-ups/roll-ups-of-range.js'

/** The day of a moment, UTC. */
export function dayAt(time: Date): TimeRange {
  return rangeOf('day', time)
}

/** The month of a moment, UTC. */
export function monthAt(time: Date): TimeRange {
  return rangeOf('month', time)
}

function rangeOf(period: BudgetPeriod, time: Date): TimeRange {
  return { from: new Date(periodsAt(time)[period]), to: endOf(period, time) }
}
