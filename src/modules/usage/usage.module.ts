import { Module } from '@nestjs/common'
import { BillingModule } from '#modules/billing/billing.module.js'
import { RateLimitModule } from '#modules/rate-limit/rate-limit.module.js'
import { ReadUsageReportService } from './read-usage-report.service.js'
import { ReadOwnUsageService } from './read-own-usage.service.js'
import { UsageAdminController } from './usage-admin.controller.js'
import { UsageController } from './usage.controller.js'

@Module({
  imports: [BillingModule, RateLimitModule],
  controllers: [UsageController, UsageAdminController],
  providers: [ReadOwnUsageService, ReadUsageReportService]
})
export class UsageModule {}
