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

/** A time in which an attempt is given back that an earlier one counted may end below zero. */
const anyTokens = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }
export const anyDollars = { min: -1e12, max: 1e12 }
export const count = { min: 0, max: Number.MAX_SAFE_INTEGER }
export const modelName = { maxLength: 200, pattern: oneLine }

export class TokenSumsFields implements TokenSums {
  @IntegerField({ description: 'Tokens sent.', ...anyTokens })
  readonly promptTokens!: number

  @IntegerField({ description: 'Tokens received.', ...anyTokens })
  readonly completionTokens!: number

  @IntegerField({ description: 'Both together.', ...anyTokens })
  readonly totalTokens!: number
}

const dollarsOrTokens = { min: 0, max: 1e15 }

/** How one limit of a budget stands. */
export class BudgetReport implements BudgetStatus {
  @ChoiceField({
    description:
      '`owner`: of whom stories belong to; `credential`: of all calls of the key or service together.',
    choices: ['owner', 'credential']
  })
  readonly scope!: BudgetScope

  @ChoiceField({ description: 'A day or a month, UTC.', choices: ['day', 'month'] })
  readonly period!: BudgetPeriod

  @ChoiceField({ description: 'US dollars or tokens.', choices: budgetUnits })
  readonly unit!: BudgetUnit

  @NumberField({ description: 'What may be spent.', ...dollarsOrTokens })
  readonly limit!: number

  @NumberField({ description: 'What is spent.', min: -1e15, max: 1e15 })
  readonly spent!: number

  @NumberField({ description: 'What running generations may still cost.', ...dollarsOrTokens })
  readonly reserved!: number

  @NumberField({ description: 'What is left beside both.', ...dollarsOrTokens })
  readonly remaining!: number

  @TimeField({ description: 'When it is whole again.' })
  readonly resetsAt!: string
}

/** How one rate limit stands. */
export class LimitReport {
  @TextField({
    description: 'Its name, as in the header RateLimit.',
    maxLength: 50,
    pattern: oneLine
  })
  readonly policy!: string

  @IntegerField({ description: 'How many requests it allows.', ...count })
  readonly limit!: number

  @IntegerField({ description: 'How many are left.', ...count })
  readonly remaining!: number

  @IntegerField({ description: 'Seconds until it is whole again.', ...count })
  readonly resetSeconds!: number
}
