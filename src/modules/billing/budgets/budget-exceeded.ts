import { AppError } from '#core/errors/app-error.js'
import { endOf, type BudgetPeriod, type BudgetScope } from './budget-accounts.js'

export interface ExceededBudget {
  readonly scope: BudgetScope
  readonly period: BudgetPeriod
  readonly unit: 'usd' | 'tokens'
  readonly limit: number
}

/** Another attempt would, at worst, cost more than a budget has left. */
export class BudgetExceeded extends AppError {
  constructor(readonly exceeded: ExceededBudget) {
    const { scope, period } = exceeded
    const whose = { owner: 'your', credential: 'this credential’s', global: 'the service’s' }[scope]
    const resetsAt = endOf(period, new Date()).toISOString()
    super('BUDGET_EXCEEDED', {
      message: `What is left of ${whose} budget for the ${period} does not allow another story`,
      // What all spend together is nobody's business but the operator's.
      details: scope === 'global' ? { scope, period, resetsAt } : { ...exceeded, resetsAt }
    })
  }
}
