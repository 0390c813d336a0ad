import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import type { Principal } from '#core/access/principal.js'
import { billingConfig } from '#modules/billing/billing.config.js'
import { budgetAccounts } from '#modules/billing/budgets/budget-accounts.js'
import { ReadBudgetsService } from '#modules/billing/budgets/read-budgets.service.js'
import type { TimeRange } from '#modules/billing/roll-ups/roll-ups-of-range.js'
import { UsageRepository, type OwnSums } from '#modules/billing/usage.repository.js'
import { RateLimitsService, type LimitStatus } from '#modules/rate-limit/rate-limits.service.js'
import { dayAt, monthAt } from './calendar.js'
import type { ChargedUsageDto, OwnUsageDto } from './dto/own-usage.dto.js'
import type { RateLimitStatusDto } from './dto/usage-fields.dto.js'

/** Usage, cost, budgets and rate limits of the caller's owner. */
@Injectable()
export class ReadOwnUsageService {
  constructor(
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly usage: UsageRepository,
    private readonly budgets: ReadBudgetsService,
    private readonly limits: RateLimitsService
  ) {}

  async execute(principal: Principal): Promise<OwnUsageDto> {
    const now = new Date()
    const times = { today: dayAt(now), month: monthAt(now) }
    const { sums, byModel } = await this.usage.charged(principal.owner, times, times.month)
    // The budget of the whole service is visible to operators only.
    const accounts = budgetAccounts(principal, this.settings).filter(
      ({ scope }) => scope !== 'global'
    )
    const { statuses } = await this.budgets.execute(accounts, now)
    return {
      owner: principal.owner,
      today: toReport(times.today, sums.today),
      month: toReport(times.month, sums.month),
      byModel,
      budgets: statuses,
      limits: (await this.limits.peek(principal)).map(toLimitReport)
    }
  }
}

function toReport({ from, to }: TimeRange, sums: OwnSums): ChargedUsageDto {
  return { from: from.toISOString(), to: to.toISOString(), ...sums }
}

function toLimitReport({
  policy,
  limit,
  remaining,
  resetSeconds
}: LimitStatus): RateLimitStatusDto {
  return { policy, limit, remaining, resetSeconds }
}
