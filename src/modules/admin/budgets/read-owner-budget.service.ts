import { Injectable } from '@nestjs/common'
import { Settings } from '#core/config/settings.js'
import type { Queries } from '#core/database/database.js'
import { usualBudget } from '#modules/billing/budgets/budget-accounts.js'
import { ReadBudgets } from '#modules/billing/budgets/read-budgets.service.js'
import { toOwnerBudget, type OwnerBudget } from './owner-budget.js'

/**
 * Any owner's budget. Of an owner who is not calling the role is not known, so the configured one is
 * what applies to everyone.
 */
@Injectable()
export class ReadOwnerBudget {
  constructor(
    private readonly settings: Settings,
    private readonly budgets: ReadBudgets
  ) {}

  async execute(owner: string, queries?: Queries): Promise<OwnerBudget> {
    const budget = usualBudget(this.settings)
    const account = { scope: 'owner', account: owner, budget } as const
    const budgets = await this.budgets.execute([account], new Date(), queries)
    return toOwnerBudget(owner, budget, budgets)
  }
}
