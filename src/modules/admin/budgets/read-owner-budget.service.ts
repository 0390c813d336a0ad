import { Injectable } from '@nestjs/common'
import { Settings } from '#core/config/settings.js'
import type { Queries } from '#core/database/database.js'
import { defaultBudget } from '#modules/billing/budgets/budget-accounts.js'
import { ReadBudgetsService } from '#modules/billing/budgets/read-budgets.service.js'
import { toOwnerBudget, type OwnerBudget } from './dto/owner-budget.dto.js'

/**
 * Any owner's budget. Of an owner who is not calling the role is not known, so the configured one is
 * what applies to everyone.
 */
@Injectable()
export class ReadOwnerBudgetService {
  constructor(
    private readonly settings: Settings,
    private readonly budgets: ReadBudgetsService
  ) {}

  async execute(owner: string, queries?: Queries): Promise<OwnerBudget> {
    const budget = defaultBudget(this.settings)
    const account = { scope: 'owner', account: owner, budget } as const
    const budgets = await this.budgets.execute([account], new Date(), queries)
    return toOwnerBudget(owner, budget, budgets)
  }
}
