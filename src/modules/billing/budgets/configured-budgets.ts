import { isDollars, parseJson } from '#core/config/setting.decorators.js'

/** Limits of a budget; an absent limit means unlimited. */
export interface ConfiguredBudget {
  /** US dollars, decimal. */
  readonly dailyUsd?: string
  readonly monthlyUsd?: string
  readonly dailyTokens?: number
  readonly monthlyTokens?: number
}

/** By `owner`, `global`, `role:NAME`, `key:NAME` or `service:NAME`. */
export type ConfiguredBudgets = Readonly<Record<string, ConfiguredBudget>>

const whose = /^(owner|global|(role|key|service):.+)$/

/** Parses `BUDGETS`. Amounts may also be numbers. */
export function parseBudgets(text: string): ConfiguredBudgets | undefined {
  const table = parseJson(text)
  if (typeof table !== 'object' || table === null || Array.isArray(table)) return undefined
  const budgets = Object.entries(table).map(([who, budget]) => [who, parseBudget(budget)] as const)
  const right = budgets.every(([who, budget]) => whose.test(who) && budget !== undefined)
  return right ? (Object.fromEntries(budgets) as ConfiguredBudgets) : undefined
}

function parseBudget(value: unknown): ConfiguredBudget | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const parts = Object.entries(value).map(
    ([name, limit]) => [name, parseLimit(name, limit)] as const
  )
  return parts.every(([, limit]) => limit !== undefined) ? Object.fromEntries(parts) : undefined
}

function parseLimit(name: string, limit: unknown): string | number | undefined {
  switch (name) {
    case 'dailyUsd':
    case 'monthlyUsd':
      return isDollars(String(limit)) ? String(limit) : undefined
    case 'dailyTokens':
    case 'monthlyTokens':
      return Number.isSafeInteger(limit) && Number(limit) >= 0 ? Number(limit) : undefined
    default:
      return undefined
  }
}

/** Parses `BUDGET_WARN_AT`, a comma-separated list or a JSON array; an empty one means no warnings. */
export function parseThresholds(text: string): readonly number[] | undefined {
  const list = text.trimStart().startsWith('[') ? parseJson(text) : text.split(',')
  if (!Array.isArray(list)) return undefined
  const thresholds = list
    .map(part => String(part).trim())
    .filter(part => part !== '')
    .map(Number)
  const right = thresholds.every(one => Number.isInteger(one) && one >= 1 && one <= 100)
  return right ? [...new Set(thresholds)].toSorted((one, other) => one - other) : undefined
}
