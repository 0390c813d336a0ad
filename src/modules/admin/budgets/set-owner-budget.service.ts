import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import type { ConfiguredBudget } from '#modules/billing/budgets/configured-budgets.js'
import { Database } from '#core/database/database.js'
import { credentialName } from '#modules/billing/budgets/budget-accounts.js'
import { BudgetRepository } from '#modules/billing/budgets/budget.repository.js'
import type { OwnerBudgetDto } from './dto/owner-budget.dto.js'
import { ReadOwnerBudgetService } from './read-owner-budget.service.js'

declare module '#core/audit/audit-log.service.js' {
  interface AuditActions {
    readonly budget_set: true
  }
}

/** Sets an owner's budget, which replaces the configured one. */
@Injectable()
export class SetOwnerBudgetService {
  constructor(
    private readonly database: Database,
    private readonly budgets: BudgetRepository,
    private readonly audit: AuditLog,
    private readonly reader: ReadOwnerBudgetService
  ) {}

  execute(principal: Principal, owner: string, budget: ConfiguredBudget): Promise<OwnerBudgetDto> {
    return this.database.transaction(async transaction => {
      const setBy = credentialName(principal)
      await this.budgets.put(transaction, owner, { budget, setBy, setAt: new Date() })
      const details = { ...unlimited, ...budget }
      await this.audit.append(transaction, { action: 'budget_set', owner, target: owner, details })
      return this.reader.execute(owner, transaction)
    })
  }
}

const unlimited = { dailyUsd: null, monthlyUsd: null, dailyTokens: null, monthlyTokens: null }
