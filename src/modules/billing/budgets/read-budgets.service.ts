import { Injectable } from '@nestjs/common'
import { Database, type Queries } from '#core/database/database.js'
import { periodsAt, type BudgetAccount } from './budget-accounts.js'
import { budgetStatuses, type BudgetStatus } from './budget-status.js'
import { BudgetRepository, type SetBudget } from './budget.repository.js'

export interface Budgets {
  /** The budget set by an admin, if there is one. */
  readonly set?: SetBudget
  readonly statuses: readonly BudgetStatus[]
}

/** The status of budgets. A budget set by an admin overrides the configured one of the owner. */
@Injectable()
export class ReadBudgetsService {
  constructor(
    private readonly database: Database,
    private readonly budgets: BudgetRepository
  ) {}

  async execute(
    accounts: readonly BudgetAccount[],
    time: Date,
    queries: Queries = this.database.queries
  ): Promise<Budgets> {
    const names = accounts.map(({ account }) => account)
    const usage = await this.budgets.usage(queries, names, Object.values(periodsAt(time)))
    const owner = accounts.find(({ scope }) => scope === 'owner')
    const set = owner && (await this.budgets.find(queries, owner.account))
    const inForce = accounts.map(account =>
      account === owner && set !== undefined ? { ...account, budget: set.budget } : account
    )
    return { ...(set && { set }), statuses: budgetStatuses(inForce, usage, time) }
  }
}
