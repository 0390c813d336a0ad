import { Module } from '@nestjs/common'
import { BillingModule } from '#modules/billing/billing.module.js'
import { BudgetAdminController } from './budget-admin.controller.js'
import { ReadOwnerBudgetService } from './read-owner-budget.service.js'
import { ResetOwnerBudgetService } from './reset-owner-budget.service.js'
import { SetOwnerBudgetService } from './set-owner-budget.service.js'

/** The admin's view of an owner's budget. */
@Module({
  imports: [BillingModule],
  controllers: [BudgetAdminController],
  providers: [ReadOwnerBudgetService, SetOwnerBudgetService, ResetOwnerBudgetService]
})
export class BudgetAdminModule {}
