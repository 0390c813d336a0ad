import type { Principal } from '#core/access/principal.js'
import type { ConfiguredBudget } from './configured-budgets.js'
import type { BillingSettings } from '#modules/billing/billing.config.js'

export type BudgetScope = 'owner' | 'credential' | 'global'
export type BudgetPeriod = 'day' | 'month'

/** An account that a generation is charged to, with its limits. */
export interface BudgetAccount {
  readonly scope: BudgetScope
  /** The owner itself, `via:key:NAME` or `via:service:NAME`, or `global`. */
  readonly account: string
  readonly budget: ConfiguredBudget
}

/**
 * The accounts that a call is charged to: the owner's always, because its usage is reported; those of
 * the credential and of all owners together only if they have a budget. A budget that an admin has set
 * for an owner, in the database, overrides the one returned here.
 */
export function budgetAccounts(
  principal: Principal,
  settings: BillingSettings
): readonly BudgetAccount[] {
  const { BUDGETS } = settings
  const accounts: BudgetAccount[] = [
    { scope: 'owner', account: principal.owner, budget: ownerBudget(principal, settings) }
  ]
  const credential = credentialName(principal)
  const ofCredential = BUDGETS[credential]
  if (ofCredential !== undefined) {
    accounts.push({ scope: 'credential', account: `via:${credential}`, budget: ofCredential })
  }
  const global = globalBudget(settings)
  if (global !== undefined) accounts.push({ scope: 'global', account: 'global', budget: global })
  return accounts
}

/** The authenticated credential, not the owner that it acts for: `key:dashboard`, `user:<id>`. */
export function credentialName({ kind, name }: Principal): string {
  switch (kind) {
    case 'api-key':
      return `key:${name}`
    case 'service':
      return `service:${name}`
    case 'user':
    case 'issued':
    case 'anonymous':
      return `user:${name}`
    default:
      return kind satisfies never
  }
}

/** The limits of an owner of whom only the name is known. */
export function defaultBudget({ BUDGETS, ...settings }: BillingSettings): ConfiguredBudget {
  const { BUDGET_DAILY_USD: dailyUsd, BUDGET_MONTHLY_USD: monthlyUsd } = settings
  return {
    ...(dailyUsd !== undefined && { dailyUsd }),
    ...(monthlyUsd !== undefined && { monthlyUsd }),
    ...BUDGETS['owner']
  }
}

/** Only a user token has the role of its owner. */
function ownerBudget({ kind, claims }: Principal, settings: BillingSettings): ConfiguredBudget {
  const role = kind === 'user' ? claims?.['role'] : undefined
  const ofRole = typeof role === 'string' ? settings.BUDGETS[`role:${role}`] : undefined
  return ofRole ?? defaultBudget(settings)
}

function globalBudget({
  BUDGETS,
  BUDGET_GLOBAL_DAILY_USD
}: BillingSettings): ConfiguredBudget | undefined {
  const dailyUsd = BUDGET_GLOBAL_DAILY_USD
  if (dailyUsd === undefined) return BUDGETS['global']
  return { dailyUsd, ...BUDGETS['global'] }
}

/** The day and the month of a time in UTC: `2026-11-20` and `2026-11`. */
export function periodsAt(time: Date): Readonly<Record<BudgetPeriod, string>> {
  const day = time.toISOString().slice(0, 10)
  return { day, month: day.slice(0, 7) }
}

/** The end of a period, when its budget is reset. */
export function endOf(period: BudgetPeriod, time: Date): Date {
  const year = time.getUTCFullYear()
  const month = time.getUTCMonth()
  return period === 'day'
    ? new Date(Date.UTC(year, month, time.getUTCDate() + 1))
    : new Date(Date.UTC(year, month + 1, 1))
}
