import { Injectable } from '@nestjs/common'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { BudgetRepository } from '#modules/billing/budgets/budget.repository.js'

/** Removes the budget that an admin set, so that the configured one applies again. */
@Injectable()
export class ResetOwnerBudgetService {
  constructor(
    private readonly database: Database,
    private readonly budgets: BudgetRepository,
    private readonly audit: AuditLog
  ) {}

  execute(owner: string): Promise<void> {
    return this.database.transaction(async transaction => {
      if (!(await this.budgets.remove(transaction, owner))) return
      const details = { source: 'configured' }
      await this.audit.append(transaction, { action: 'budget_set', owner, target: owner, details })
    })
  }
}
