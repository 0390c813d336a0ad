import { Module } from '@nestjs/common'
import { BillingModule } from '#modules/billing/billing.module.js'
import { RateLimitModule } from '#modules/rate-limit/rate-limit.module.js'
import { BudgetAdminController } from './budget-admin.controller.js'
import { ReadBookedUsage } from './read-booked-usage.service.js'
import { ReadOwnUsage } from './read-own-usage.service.js'
import { ReadOwnerBudget } from './read-owner-budget.service.js'
import { ResetOwnerBudget } from './reset-owner-budget.service.js'
import { SetOwnerBudget } from './set-owner-budget.service.js'
import { UsageAdminController } from './usage-admin.controller.js'
import { UsageController } from './usage.controller.js'

@Module({
  imports: [BillingModule, RateLimitModule],
  controllers: [UsageController, UsageAdminController, BudgetAdminController],
  providers: [ReadOwnUsage, ReadBookedUsage, ReadOwnerBudget, SetOwnerBudget, ResetOwnerBudget]
})
export class UsageModule {}
