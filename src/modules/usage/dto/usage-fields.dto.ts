import {
  ChoiceField,
  IntegerField,
  NumberField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'
import type { BudgetPeriod, BudgetScope } from '#modules/billing/budgets/budget-accounts.js'
import {
  budgetUnits,
  type BudgetStatus,
  type BudgetUnit
} from '#modules/billing/budgets/budget-status.js'
import type { TokenSums } from '#modules/billing/usage.repository.js'

/** A period may sum up below zero, when a charge of an earlier period is refunded in it. */
const anyTokens = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }
export const anyDollars = { min: -1e12, max: 1e12 }
export const count = { min: 0, max: Number.MAX_SAFE_INTEGER }
export const modelName = { maxLength: 200, pattern: oneLine }

export class TokenSumsDto implements TokenSums {
  @IntegerField({ description: 'Tokens of the prompts.', ...anyTokens })
  readonly promptTokens!: number

  @IntegerField({ description: 'Tokens of the completions.', ...anyTokens })
  readonly completionTokens!: number

  @IntegerField({ description: 'Sum of both.', ...anyTokens })
  readonly totalTokens!: number
}

const dollarsOrTokens = { min: 0, max: 1e15 }

/** The state of one limit of a budget. */
export class BudgetStatusDto implements BudgetStatus {
  static readonly example: BudgetStatusDto = {
    scope: 'owner',
    period: 'day',
    unit: 'usd',
    limit: 0.5,
    spent: 0.0000893,
    reserved: 0,
    remaining: 0.49988435,
    resetsAt: '2026-11-21T00:00:00.000Z'
  }

  @ChoiceField({
    description:
      '`owner`: budget of the owner; `credential`: budget of the key or service, for all owners it acts for.',
    choices: ['owner', 'credential']
  })
  readonly scope!: BudgetScope

  @ChoiceField({ description: 'Period: a day or a month, UTC.', choices: ['day', 'month'] })
  readonly period!: BudgetPeriod

  @ChoiceField({ description: 'Unit: US dollars or tokens.', choices: budgetUnits })
  readonly unit!: BudgetUnit

  @NumberField({ description: 'Limit of the period.', ...dollarsOrTokens })
  readonly limit!: number

  @NumberField({ description: 'Amount spent in the period.', min: -1e15, max: 1e15 })
  readonly spent!: number

  @NumberField({ description: 'Amount reserved by running generations.', ...dollarsOrTokens })
  readonly reserved!: number

  @NumberField({ description: 'Limit minus spent and reserved amounts.', ...dollarsOrTokens })
  readonly remaining!: number

  @TimeField({ description: 'Time at which the next period begins.' })
  readonly resetsAt!: string
}

/** The state of one rate limit. */
export class RateLimitStatusDto {
  @TextField({
    description: 'Name of the limit, as in the header RateLimit.',
    maxLength: 50,
    pattern: oneLine
  })
  readonly policy!: string

  @IntegerField({ description: 'Allowed requests per window.', ...count })
  readonly limit!: number

  @IntegerField({ description: 'Requests left in the window.', ...count })
  readonly remaining!: number

  @IntegerField({ description: 'Seconds until the window ends.', ...count })
  readonly resetSeconds!: number
}
