import { AppError } from '#core/errors/app-error.js'
import { endOf, type BudgetPeriod, type BudgetScope } from './budget-accounts.js'

export interface ExceededBudget {
  readonly scope: BudgetScope
  readonly period: BudgetPeriod
  readonly unit: 'usd' | 'tokens'
  readonly limit: number
}

/** The maximum cost of the next attempt exceeds the remaining budget. */
export class BudgetExceeded extends AppError {
  constructor(readonly exceeded: ExceededBudget) {
    const { scope, period } = exceeded
    const whose = { owner: 'your', credential: 'this credential’s', global: 'the service’s' }[scope]
    const resetsAt = endOf(period, new Date()).toISOString()
    super('BUDGET_EXCEEDED', {
      message: `What is left of ${whose} budget for the ${period} does not allow another story`,
      // The usage of all owners together is confidential.
      details: scope === 'global' ? { scope, period, resetsAt } : { ...exceeded, resetsAt }
    })
  }
}
