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
} from './usage-fields.js'

/** What an owner was charged in a time. */
export class ChargedReport extends TokenSumsFields implements OwnSums {
  @TimeField({ about: 'From this time on.' })
  readonly from!: string

  @TimeField({ about: 'Before this time.' })
  readonly to!: string

  @IntegerField({ about: 'Generations that were charged.', ...count })
  readonly generations!: number

  @NumberField({ about: 'US dollars.', ...anyDollars })
  readonly costUsd!: number
}

class ModelReport extends TokenSumsFields implements ModelSums {
  @TextField({ about: 'The model, by the name it was asked for.', ...modelName })
  readonly model!: string

  @IntegerField({ about: 'Calls of the model; a story may take several.', ...count })
  readonly attempts!: number

  @NumberField({ about: 'US dollars.', ...anyDollars })
  readonly costUsd!: number
}

/** What the caller's owner used, what it cost them, and what is left. */
export class OwnUsage {
  @TextField({ about: 'Whose usage it is.', maxLength: 136, pattern: ownerPattern })
  readonly owner!: string

  @ObjectField({ about: 'This day, UTC.', type: () => ChargedReport })
  readonly today!: ChargedReport

  @ObjectField({ about: 'This month, UTC.', type: () => ChargedReport })
  readonly month!: ChargedReport

  @ListField({ about: 'This month by model, the dearest first.', of: ModelReport, maxItems: 1000 })
  readonly byModel!: readonly ModelReport[]

  @ListField({ about: 'Every limit of a budget that applies.', of: BudgetReport, maxItems: 8 })
  readonly budgets!: readonly BudgetReport[]

  @ListField({ about: 'Every rate limit that applies.', of: LimitReport, maxItems: 10 })
  readonly limits!: readonly LimitReport[]
}
