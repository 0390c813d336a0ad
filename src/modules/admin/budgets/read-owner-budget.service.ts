import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { billingConfig } from '#modules/billing/billing.config.js'
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
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly budgets: ReadBudgetsService
  ) {}

  async execute(owner: string, queries?: Queries): Promise<OwnerBudget> {
    const budget = defaultBudget(this.settings)
    const account = { scope: 'owner', account: owner, budget } as const
    const budgets = await this.budgets.execute([account], new Date(), queries)
    return toOwnerBudget(owner, budget, budgets)
  }
}
