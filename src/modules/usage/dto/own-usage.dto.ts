import {
  IntegerField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import type { ModelSums, OwnSums } from '#modules/billing/usage.repository.js'
import {
  anyDollars,
  BudgetReport,
  count,
  LimitReport,
  modelName,
  TokenSumsFields
} from './usage-fields.dto.js'

/** What an owner was charged in a time. */
export class ChargedReport extends TokenSumsFields implements OwnSums {
  @TimeField({ description: 'From this time on.' })
  readonly from!: string

  @TimeField({ description: 'Before this time.' })
  readonly to!: string

  @IntegerField({ description: 'Generations that were charged.', ...count })
  readonly generations!: number

  @NumberField({ description: 'US dollars.', ...anyDollars })
  readonly costUsd!: number
}

class ModelReport extends TokenSumsFields implements ModelSums {
  @TextField({ description: 'The model, by the name it was asked for.', ...modelName })
  readonly model!: string

  @IntegerField({ description: 'Calls of the model; a story may take several.', ...count })
  readonly attempts!: number

  @NumberField({ description: 'US dollars.', ...anyDollars })
  readonly costUsd!: number
}

/** What the caller's owner used, what it cost them, and what is left. */
export class OwnUsage {
  @TextField({ description: 'Whose usage it is.', maxLength: 136, pattern: ownerPattern })
  readonly owner!: string

  @ObjectField({ description: 'This day, UTC.', type: () => ChargedReport })
  readonly today!: ChargedReport

  @ObjectField({ description: 'This month, UTC.', type: () => ChargedReport })
  readonly month!: ChargedReport

  @ListField({
    description: 'This month by model, the dearest first.',
    of: ModelReport,
    maxItems: 1000
  })
  readonly byModel!: readonly ModelReport[]

  @ListField({
    description: 'Every limit of a budget that applies.',
    of: BudgetReport,
    maxItems: 8
  })
  readonly budgets!: readonly BudgetReport[]

  @ListField({ description: 'Every rate limit that applies.', of: LimitReport, maxItems: 10 })
  readonly limits!: readonly LimitReport[]
}
