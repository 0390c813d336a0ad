import { exampleOwner } from '#core/http/openapi/decorators/example-ids.js'
import { listOf, pageExample, type Page } from '#core/http/dto/paging.dto.js'
import {
  IntegerField,
  NumberField,
  ObjectField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import type { Grouping } from '#modules/billing/roll-ups/usage-parts.repository.js'
import type { LedgerSums, GroupSums } from '#modules/billing/usage.repository.js'
import { anyDollars, count, modelName, TokenSumsDto } from './usage-fields.dto.js'

const totalsExample = {
  attempts: 21,
  promptTokens: 5660,
  completionTokens: 2440,
  totalTokens: 8100,
  costUsd: 0.0025,
  chargedUsd: 0.001786,
  ownUsd: 0.000187
}

class UsageTotalsDto extends TokenSumsDto implements LedgerSums {
  @IntegerField({ description: 'Model calls; a story may need several.', ...count })
  readonly attempts!: number

  @NumberField({
    description:
      'Cost in US dollars, as on the provider’s invoice: the sum of `chargedUsd` and `ownUsd`.',
    ...anyDollars
  })
  readonly costUsd!: number

  @NumberField({ description: 'Cost charged to owners, in US dollars.', ...anyDollars })
  readonly chargedUsd!: number

  @NumberField({
    description: 'Cost borne by the service, in US dollars, for attempts that failed or were lost.',
    ...anyDollars
  })
  readonly ownUsd!: number
}

/** The usage of one owner, one model or one day. */
export class UsageGroupDto extends UsageTotalsDto {
  static readonly examples: Readonly<Record<string, UsageGroupDto>> = {
    'an owner': { owner: exampleOwner, ...totalsExample },
    'a day': { day: '2026-11-20', ...totalsExample }
  }

  @TextField({
    description: 'The owner, with `groupBy=owner`.',
    optional: true,
    maxLength: 136,
    pattern: ownerPattern
  })
  readonly owner?: string

  @TextField({ description: 'The model, with `groupBy=model`.', optional: true, ...modelName })
  readonly model?: string

  @TextField({
    description: 'The day (UTC), with `groupBy=day`.',
    optional: true,
    maxLength: 10,
    pattern: String.raw`^\d{4}-\d{2}-\d{2}$`
  })
  readonly day?: string
}

/** The usage in a period, in groups and in total. */
export class UsageReportDto extends listOf(UsageGroupDto) implements Page<UsageGroupDto> {
  static override readonly examples: Readonly<Record<string, UsageReportDto>> = {
    'by owner': reportExample({ owner: exampleOwner, ...totalsExample }),
    'by day': reportExample({ day: '2026-11-20', ...totalsExample })
  }

  @TimeField({ description: 'Start of the period, included.' })
  readonly from!: string

  @TimeField({ description: 'End of the period, excluded.' })
  readonly to!: string

  @ObjectField({ description: 'Sum over all groups of all pages.', type: () => UsageTotalsDto })
  readonly totals!: UsageTotalsDto
}

/** One row of the ledger's sums, under the name of its grouping. */
export function toUsageGroup({ key, ...sums }: GroupSums, by: Grouping): UsageGroupDto {
  return { [by]: key, ...sums }
}

function reportExample(group: UsageGroupDto): UsageReportDto {
  return {
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-12-01T00:00:00.000Z',
    ...pageExample([group]),
    totals: totalsExample
  }
}
