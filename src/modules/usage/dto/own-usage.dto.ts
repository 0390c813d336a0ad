import {
  IntegerField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { exampleOwner } from '#core/http/openapi/decorators/example-ids.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import type { ModelSums, OwnSums } from '#modules/billing/usage.repository.js'
import {
  anyDollars,
  BudgetStatusDto,
  count,
  RateLimitStatusDto,
  modelName,
  TokenSumsDto
} from './usage-fields.dto.js'

/** What an owner was charged in a period. */
export class ChargedUsageDto extends TokenSumsDto implements OwnSums {
  @TimeField({ description: 'Start of the period, included.' })
  readonly from!: string

  @TimeField({ description: 'End of the period, excluded.' })
  readonly to!: string

  @IntegerField({ description: 'Charged generations.', ...count })
  readonly generations!: number

  @NumberField({ description: 'Cost in US dollars.', ...anyDollars })
  readonly costUsd!: number
}

class ModelUsageDto extends TokenSumsDto implements ModelSums {
  @TextField({ description: 'Requested model name.', ...modelName })
  readonly model!: string

  @IntegerField({ description: 'Model calls; a story may need several.', ...count })
  readonly attempts!: number

  @NumberField({ description: 'Cost in US dollars.', ...anyDollars })
  readonly costUsd!: number
}

/** Usage, cost, budgets and rate limits of the caller's owner. */
export class OwnUsageDto {
  static readonly examples: Readonly<Record<string, OwnUsageDto>> = { 'of a user': usageExample() }

  @TextField({ description: 'The owner.', maxLength: 136, pattern: ownerPattern })
  readonly owner!: string

  @ObjectField({ description: 'Current day, UTC.', type: () => ChargedUsageDto })
  readonly today!: ChargedUsageDto

  @ObjectField({ description: 'Current month, UTC.', type: () => ChargedUsageDto })
  readonly month!: ChargedUsageDto

  @ListField({
    description: 'Current month by model, the most expensive first.',
    of: ModelUsageDto,
    maxItems: 1000
  })
  readonly byModel!: readonly ModelUsageDto[]

  @ListField({
    description: 'Budget limits that apply.',
    of: BudgetStatusDto,
    maxItems: 8
  })
  readonly budgets!: readonly BudgetStatusDto[]

  @ListField({ description: 'Rate limits that apply.', of: RateLimitStatusDto, maxItems: 10 })
  readonly limits!: readonly RateLimitStatusDto[]
}

function usageExample(): OwnUsageDto {
  const today = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' }
  const month = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' }
  const tokens = { promptTokens: 5660, completionTokens: 2440, totalTokens: 8100 }
  return {
    owner: exampleOwner,
    today: {
      ...today,
      generations: 1,
      promptTokens: 283,
      completionTokens: 122,
      totalTokens: 405,
      costUsd: 0.0000893
    },
    month: { ...month, generations: 20, ...tokens, costUsd: 0.001786 },
    byModel: [{ model: 'gpt-6-luna', attempts: 20, ...tokens, costUsd: 0.001786 }],
    budgets: [BudgetStatusDto.example],
    limits: [
      { policy: 'minute', limit: 10, remaining: 9, resetSeconds: 42 },
      { policy: 'hour', limit: 100, remaining: 80, resetSeconds: 1302 }
    ]
  }
}
