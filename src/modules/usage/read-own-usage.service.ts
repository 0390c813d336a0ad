import { Injectable } from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { Settings } from '#core/config/settings.js'
import { budgetAccounts } from '#modules/billing/budgets/budget-accounts.js'
import { ReadBudgets } from '#modules/billing/budgets/read-budgets.service.js'
import { UsageRepository, type OwnSums, type TimeRange } from '#modules/billing/usage.repository.js'
import { RateLimits, type LimitStanding } from '#modules/rate-limit/rate-limits.service.js'
import { dayAt, monthAt } from './calendar.js'
import type { ChargedReport, OwnUsage } from './own-usage.js'
import type { LimitReport } from './usage-fields.js'

/** What the caller's owner used, what it cost them, and what is left. */
@Injectable()
export class ReadOwnUsage {
  constructor(
    private readonly settings: Settings,
    private readonly usage: UsageRepository,
    private readonly budgets: ReadBudgets,
    private readonly limits: RateLimits
  ) {}

  async execute(caller: Caller): Promise<OwnUsage> {
    const now = new Date()
    const times = { today: dayAt(now), month: monthAt(now) }
    const { sums, byModel } = await this.usage.charged(caller.owner, times, times.month)
    // What all spend together is nobody's business but the operator's.
    const accounts = budgetAccounts(caller, this.settings).filter(({ scope }) => scope !== 'global')
    const { standings } = await this.budgets.execute(accounts, now)
    return {
      owner: caller.owner,
      today: toReport(times.today, sums.today),
      month: toReport(times.month, sums.month),
      byModel,
      budgets: standings,
      limits: (await this.limits.peek(caller)).map(toLimitReport)
    }
  }
}

function toReport({ from, to }: TimeRange, sums: OwnSums): ChargedReport {
  return { from: from.toISOString(), to: to.toISOString(), ...sums }
}

function toLimitReport({ policy, limit, remaining, resetSeconds }: LimitStanding): LimitReport {
  return { policy, limit, remaining, resetSeconds }
}
