import {
  ChoiceField,
  NumberField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'

/** The `details` of BUDGET_EXCEEDED. */
export class BudgetExceededDetailsDto {
  @ChoiceField({
    description:
      'BUDGET_EXCEEDED: scope of the budget; `global` is the budget of the whole service.',
    optional: true,
    choices: ['owner', 'credential', 'global']
  })
  readonly scope?: 'owner' | 'credential' | 'global'

  @ChoiceField({
    description: 'BUDGET_EXCEEDED: period of the budget, UTC.',
    optional: true,
    choices: ['day', 'month']
  })
  readonly period?: 'day' | 'month'

  @ChoiceField({
    description: 'BUDGET_EXCEEDED: unit of the budget; not shown for the global one.',
    optional: true,
    choices: ['usd', 'tokens']
  })
  readonly unit?: 'usd' | 'tokens'

  @NumberField({
    description: 'BUDGET_EXCEEDED: limit of the budget; not shown for the global one.',
    optional: true,
    min: 0,
    max: Number.MAX_SAFE_INTEGER
  })
  readonly limit?: number

  @TimeField({
    description: 'BUDGET_EXCEEDED: time at which the next period begins.',
    optional: true
  })
  readonly resetsAt?: string
}
