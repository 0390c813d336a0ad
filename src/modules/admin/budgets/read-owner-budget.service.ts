import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { billingConfig } from '#modules/billing/billing.config.js'
import type { Queries } from '#core/database/database.js'
import { defaultBudget } from '#modules/billing/budgets/budget-accounts.js'
import { ReadBudgetsService } from '#modules/billing/budgets/read-budgets.service.js'
import { OwnerBudgetDto } from './dto/owner-budget.dto.js'

/**
 * The budget of any owner. The role of an owner is known only while they call, so a configured budget is the
 * default one, not that of a role.
 */
@Injectable()
export class ReadOwnerBudgetService {
  constructor(
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly budgets: ReadBudgetsService
  ) {}

  async execute(owner: string, queries?: Queries): Promise<OwnerBudgetDto> {
    const budget = defaultBudget(this.settings)
    const account = { scope: 'owner', account: owner, budget } as const
    const budgets = await this.budgets.execute([account], new Date(), queries)
    return OwnerBudgetDto.from(owner, budget, budgets)
  }
}
