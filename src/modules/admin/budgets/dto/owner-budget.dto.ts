import type { ConfiguredBudget } from '#modules/billing/budgets/configured-budgets.js'
import {
  ChoiceField,
  IntegerField,
  ListField,
  NumberField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { exampleOwner, exampleTime } from '#core/http/openapi/decorators/example-ids.js'
import { oneLine, ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import type { Budgets } from '#modules/billing/budgets/read-budgets.service.js'
import { tokenLimits } from './set-budget.dto.js'
import { BudgetStatusDto } from '#modules/usage/dto/usage-fields.dto.js'

const dollars = { min: 0, max: 1e9 }

/** The budget of an owner, its source and its state. Null is unlimited. */
export class OwnerBudgetDto {
  static readonly examples: Readonly<Record<string, OwnerBudgetDto>> = {
    'set by an admin': {
      owner: exampleOwner,
      source: 'admin',
      dailyUsd: 0.5,
      monthlyUsd: null,
      dailyTokens: null,
      monthlyTokens: null,
      setBy: 'key:operations',
      setAt: exampleTime,
      status: [BudgetStatusDto.example]
    },
    'configured, without limits': {
      owner: exampleOwner,
      source: 'configured',
      dailyUsd: null,
      monthlyUsd: null,
      dailyTokens: null,
      monthlyTokens: null,
      setBy: null,
      setAt: null,
      status: []
    }
  }

  @TextField({ description: 'The owner.', maxLength: 136, pattern: ownerPattern })
  readonly owner!: string

  @ChoiceField({
    description: '`admin`: set by an admin; `configured`: the default of the settings.',
    choices: ['admin', 'configured']
  })
  readonly source!: 'admin' | 'configured'

  @NumberField({ description: 'US dollars per day.', nullable: true, ...dollars })
  readonly dailyUsd!: number | null

  @NumberField({ description: 'US dollars per month.', nullable: true, ...dollars })
  readonly monthlyUsd!: number | null

  @IntegerField({ description: 'Tokens per day.', nullable: true, ...tokenLimits })
  readonly dailyTokens!: number | null

  @IntegerField({ description: 'Tokens per month.', nullable: true, ...tokenLimits })
  readonly monthlyTokens!: number | null

  @TextField({
    description: 'Credential that set the budget; null for a configured budget.',
    nullable: true,
    maxLength: 200,
    pattern: oneLine
  })
  readonly setBy!: string | null

  @TimeField({
    description: 'Time at which the budget was set; null for a configured budget.',
    nullable: true
  })
  readonly setAt!: string | null

  @ListField({ description: 'State of each limit.', of: BudgetStatusDto, maxItems: 4 })
  readonly status!: readonly BudgetStatusDto[]

  static from(
    owner: string,
    configured: ConfiguredBudget,
    { set, statuses }: Budgets
  ): OwnerBudgetDto {
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
}

function numberOrNull(limit: string | number | undefined): number | null {
  return limit === undefined ? null : Number(limit)
}
