import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { billingConfig } from '../billing.config.js'
import { BillingMetrics } from '../billing.metrics.js'
import type { BudgetScope } from './budget-accounts.js'

/** The spent amount of an account has reached a threshold of BUDGET_WARN_AT. */
export interface PassedThreshold {
  readonly account: string
  /** `2026-11-20` or `2026-11`. */
  readonly period: string
  /** The highest threshold that was reported before, in percent; 0 for none. */
  readonly before: number
  /** The highest threshold that has been reached. */
  readonly reached: number
}

/** A budget is spent up to a threshold. */
export interface BudgetWarning {
  readonly scope: BudgetScope
  readonly account: string
  readonly period: 'day' | 'month'
  /** `2026-11-20` or `2026-11`. */
  readonly date: string
  readonly percent: number
}

/** Reports that a budget is spent up to a threshold of BUDGET_WARN_AT, once in a period. */
@Injectable()
export class BudgetWarnings {
  private readonly listeners: ((warning: BudgetWarning) => void)[] = []

  constructor(
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: BillingMetrics
  ) {}

  /** In percent. */
  get thresholds(): readonly number[] {
    return this.settings.BUDGET_WARN_AT
  }

  onWarning(listener: (warning: BudgetWarning) => void): void {
    this.listeners.push(listener)
  }

  /** Called after the COMMIT that has marked the thresholds as reported. */
  report(passed: readonly PassedThreshold[] | null): void {
    for (const { account, period: date, before, reached } of passed ?? []) {
      const period = date.length === 'YYYY-MM'.length ? 'month' : 'day'
      const scope = scopeOf(account)
      for (const percent of this.thresholds.filter(one => one > before && one <= reached)) {
        this.metrics.budgetWarnings.inc({ scope, period, percent: String(percent) })
        this.logger.warn(
          { action: 'budget_warning', scope, account, period, date, percent },
          'A budget is spent up to a threshold'
        )
        for (const listener of this.listeners) listener({ scope, account, period, date, percent })
      }
    }
  }
}

function scopeOf(account: string): BudgetScope {
  if (account === 'global') return 'global'
  return account.startsWith('via:') ? 'credential' : 'owner'
}
