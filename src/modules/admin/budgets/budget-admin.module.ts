import { Module } from '@nestjs/common'
import { BillingModule } from '#modules/billing/billing.module.js'
import { BudgetAdminController } from './budget-admin.controller.js'
import { ReadOwnerBudget } from './read-owner-budget.service.js'
import { ResetOwnerBudget } from './reset-owner-budget.service.js'
import { SetOwnerBudget } from './set-owner-budget.service.js'

/** The admin's view of an owner's budget. */
@Module({
  imports: [BillingModule],
  controllers: [BudgetAdminController],
  providers: [ReadOwnerBudget, SetOwnerBudget, ResetOwnerBudget]
})
export class BudgetAdminModule {}
