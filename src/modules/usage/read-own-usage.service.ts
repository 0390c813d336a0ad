import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import type { Principal } from '#core/access/principal.js'
import { billingConfig } from '#modules/billing/billing.config.js'
import { budgetAccounts } from '#modules/billing/budgets/budget-accounts.js'
import { ReadBudgetsService } from '#modules/billing/budgets/read-budgets.service.js'
import { UsageRepository, type OwnSums, type TimeRange } from '#modules/billing/usage.repository.js'
import { RateLimitsService, type LimitStatus } from '#modules/rate-limit/rate-limits.service.js'
import { dayAt, monthAt } from './calendar.js'
import type { ChargedReport, OwnUsage } from './dto/own-usage.dto.js'
import type { LimitReport } from './dto/usage-fields.dto.js'

/** What the caller's owner used, what it cost them, and what is left. */
@Injectable()
export class ReadOwnUsageService {
  constructor(
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly usage: UsageRepository,
    private readonly budgets: ReadBudgetsService,
    private readonly limits: RateLimitsService
  ) {}

  async execute(principal: Principal): Promise<OwnUsage> {
    const now = new Date()
    const times = { today: dayAt(now), month: monthAt(now) }
    const { sums, byModel } = await this.usage.charged(principal.owner, times, times.month)
    // What all spend together is nobody's business but the operator's.
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

function toReport({ from, to }: TimeRange, sums: OwnSums): ChargedReport {
  return { from: from.toISOString(), to: to.toISOString(), ...sums }
}

function toLimitReport({ policy, limit, remaining, resetSeconds }: LimitStatus): LimitReport {
  return { policy, limit, remaining, resetSeconds }
}
