import { listOf, type Page } from '#core/http/dto/paging.js'
import {
  IntegerField,
  NumberField,
  ObjectField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import type { BookedSums, GroupSums, Grouping } from '#modules/billing/usage.repository.js'
import { anyDollars, count, modelName, TokenSumsFields } from './usage-fields.js'

class BookedReport extends TokenSumsFields implements BookedSums {
  @IntegerField({ about: 'Calls of a model; a story may take several.', ...count })
  readonly attempts!: number

  @NumberField({
    about: 'US dollars, as on the provider’s bill: `chargedUsd` and `ownUsd`.',
    ...anyDollars
  })
  readonly costUsd!: number

  @NumberField({ about: 'US dollars charged to owners.', ...anyDollars })
  readonly chargedUsd!: number

  @NumberField({
    about: 'US dollars that the service paid itself, for attempts that failed or were lost.',
    ...anyDollars
  })
  readonly ownUsd!: number
}

/** One owner, one model or one day. */
export class UsageGroup extends BookedReport {
  @TextField({
    about: 'With `groupBy=owner`.',
    optional: true,
    maxLength: 136,
    pattern: ownerPattern
  })
  readonly owner?: string

  @TextField({ about: 'With `groupBy=model`.', optional: true, ...modelName })
  readonly model?: string

  @TextField({
    about: 'With `groupBy=day`: a day, UTC.',
    optional: true,
    maxLength: 10,
    pattern: String.raw`^\d{4}-\d{2}-\d{2}$`
  })
  readonly day?: string
}

/** What was booked in a time, in groups and altogether. */
export class BookedUsage extends listOf(UsageGroup) implements Page<UsageGroup> {
  @TimeField({ about: 'From this time on.' })
  readonly from!: string

  @TimeField({ about: 'Before this time.' })
  readonly to!: string

  @ObjectField({ about: 'All groups of all pages together.', type: () => BookedReport })
  readonly totals!: BookedReport
}

export function toUsageGroup({ key, ...sums }: GroupSums, by: Grouping): UsageGroup {
  return { [by]: key, ...sums }
}
