import { listOf, type Page } from '#core/http/dto/paging.dto.js'
import {
  IntegerField,
  NumberField,
  ObjectField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import type { LedgerSums, GroupSums, Grouping } from '#modules/billing/usage.repository.js'
import { anyDollars, count, modelName, TokenSumsFields } from './usage-fields.dto.js'

class ChargedTotals extends TokenSumsFields implements LedgerSums {
  @IntegerField({ description: 'Calls of a model; a story may take several.', ...count })
  readonly attempts!: number

  @NumberField({
    description: 'US dollars, as on the provider’s bill: `chargedUsd` and `ownUsd`.',
    ...anyDollars
  })
  readonly costUsd!: number

  @NumberField({ description: 'US dollars charged to owners.', ...anyDollars })
  readonly chargedUsd!: number

  @NumberField({
    description: 'US dollars that the service paid itself, for attempts that failed or were lost.',
    ...anyDollars
  })
  readonly ownUsd!: number
}

/** One owner, one model or one day. */
export class UsageGroup extends ChargedTotals {
  @TextField({
    description: 'With `groupBy=owner`.',
    optional: true,
    maxLength: 136,
    pattern: ownerPattern
  })
  readonly owner?: string

  @TextField({ description: 'With `groupBy=model`.', optional: true, ...modelName })
  readonly model?: string

  @TextField({
    description: 'With `groupBy=day`: a day, UTC.',
    optional: true,
    maxLength: 10,
    pattern: String.raw`^\d{4}-\d{2}-\d{2}$`
  })
  readonly day?: string
}

/** What was booked in a time, in groups and altogether. */
export class UsageReport extends listOf(UsageGroup) implements Page<UsageGroup> {
  @TimeField({ description: 'From this time on.' })
  readonly from!: string

  @TimeField({ description: 'Before this time.' })
  readonly to!: string

  @ObjectField({ description: 'All groups of all pages together.', type: () => ChargedTotals })
  readonly totals!: ChargedTotals
}

export function toUsageGroup({ key, ...sums }: GroupSums, by: Grouping): UsageGroup {
  return { [by]: key, ...sums }
}
