import type { ConfiguredBudget } from './configured-budgets.js'
import {
  endOf,
  periodsAt,
  type BudgetAccount,
  type BudgetPeriod,
  type BudgetScope
} from './budget-accounts.js'

/** Spent and reserved amounts of an account, as exact decimals. */
export interface AccountUsage {
  readonly account: string
  /** `2026-11-20` or `2026-11`. */
  readonly period: string
  readonly usd: Amounts
  readonly tokens: Amounts
}

interface Amounts {
  readonly spent: string
  readonly reserved: string
}

export const budgetUnits = ['usd', 'tokens'] as const
export type BudgetUnit = (typeof budgetUnits)[number]

/** The status of one limit. */
export interface BudgetStatus {
  readonly scope: BudgetScope
  readonly period: BudgetPeriod
  readonly unit: BudgetUnit
  readonly limit: number
  readonly spent: number
  readonly reserved: number
  readonly remaining: number
  readonly resetsAt: string
}

interface Limit {
  readonly period: BudgetPeriod
  readonly unit: BudgetUnit
  readonly limit: string | number | undefined
}

/** The status of every limit of these accounts. */
export function budgetStatuses(
  accounts: readonly BudgetAccount[],
  usage: readonly AccountUsage[],
  time: Date
): readonly BudgetStatus[] {
  const periods = periodsAt(time)
  return accounts.flatMap(({ scope, account, budget }) =>
    limitsOf(budget).flatMap(({ period, unit, limit }) => {
      if (limit === undefined) return []
      const used = usage.find(row => row.account === account && row.period === periods[period])
      const amounts = amountsOf(String(limit), used?.[unit] ?? nothing)
      return [{ scope, period, unit, ...amounts, resetsAt: endOf(period, time).toISOString() }]
    })
  )
}

const nothing: Amounts = { spent: '0', reserved: '0' }

function limitsOf(budget: ConfiguredBudget): readonly Limit[] {
  return [
    { period: 'day', unit: 'usd', limit: budget.dailyUsd },
    { period: 'month', unit: 'usd', limit: budget.monthlyUsd },
    { period: 'day', unit: 'tokens', limit: budget.dailyTokens },
    { period: 'month', unit: 'tokens', limit: budget.monthlyTokens }
  ]
}

function amountsOf(
  limit: string,
  { spent, reserved }: Amounts
): Pick<BudgetStatus, 'limit' | 'spent' | 'reserved' | 'remaining'> {
  const left = scaled(limit) - scaled(spent) - scaled(reserved)
  return {
    limit: Number(limit),
    spent: Number(spent),
    reserved: Number(reserved),
    remaining: left > 0n ? unscaled(left) : 0
  }
}

const decimals = 12

/** An integer in units of the last decimal, so that differences are exact. */
function scaled(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}

function unscaled(amount: bigint): number {
  const digits = amount.toString().padStart(decimals + 1, '0')
  return Number(`${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`)
}
