import type { ConfiguredBudget } from '#modules/billing/budgets/configured-budgets.js'
import {
  ChoiceField,
  IntegerField,
  ListField,
  NumberField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { oneLine, ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import type { Budgets } from '#modules/billing/budgets/read-budgets.service.js'
import { tokenLimits } from './budget.dto.js'
import { BudgetReport } from '#modules/usage/dto/usage-fields.dto.js'

const dollars = { min: 0, max: 1e9 }

/** The budget of an owner, where it comes from, and how it stands. Null is unlimited. */
export class OwnerBudget {
  @TextField({ description: 'Whose budget it is.', maxLength: 136, pattern: ownerPattern })
  readonly owner!: string

  @ChoiceField({
    description: '`admin`: set here; `configured`: the usual one of the settings.',
    choices: ['admin', 'configured']
  })
  readonly source!: 'admin' | 'configured'

  @NumberField({ description: 'US dollars a day.', nullable: true, ...dollars })
  readonly dailyUsd!: number | null

  @NumberField({ description: 'US dollars a month.', nullable: true, ...dollars })
  readonly monthlyUsd!: number | null

  @IntegerField({ description: 'Tokens a day.', nullable: true, ...tokenLimits })
  readonly dailyTokens!: number | null

  @IntegerField({ description: 'Tokens a month.', nullable: true, ...tokenLimits })
  readonly monthlyTokens!: number | null

  @TextField({
    description: 'The credential that set it; null for a configured one.',
    nullable: true,
    maxLength: 200,
    pattern: oneLine
  })
  readonly setBy!: string | null

  @TimeField({ description: 'When it was set; null for a configured one.', nullable: true })
  readonly setAt!: string | null

  @ListField({ description: 'How each of its limits stands.', of: BudgetReport, maxItems: 4 })
  readonly status!: readonly BudgetReport[]
}

export function toOwnerBudget(
  owner: string,
  configured: ConfiguredBudget,
  { set, statuses }: Budgets
): OwnerBudget {
  const { dailyUsd, monthlyUsd, dailyTokens, monthlyTokens } = set?.budget ?? configured
  return {
    owner,
    source: set === undefined ? 'configured' : 'admin',
    dailyUsd: numberOrNull(dailyUsd),
    monthlyUsd: numberOrNull(monthlyUsd),
    dailyTokens: numberOrNull(dailyTokens),
    monthlyTokens: numberOrNull(monthlyTokens),
    setBy: set?.setBy ?? null,
    setAt: set?.setAt.toISOString() ?? null,
    status: statuses
  }
}

function numberOrNull(limit: string | number | undefined): number | null {
  return limit === undefined ? null : Number(limit)
}
