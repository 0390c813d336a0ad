import { IsIn, IsOptional, Length, Matches } from 'class-validator'
import { beginningAt, endingAt, TimeRangeQuery } from '#core/http/dto/time-range.dto.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { ChoiceField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { oneLine, ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import { groupings, type Grouping, type UsageFilter } from '#modules/billing/usage.repository.js'
import { dayAt, monthAt } from '#modules/usage/calendar.js'
import { ownerRule } from './owner-path.dto.js'
import { modelName } from './usage-fields.dto.js'

/** The query of `GET /admin/usage`. */
export class UsageQuery extends TimeRangeQuery {
  @TextField({
    description: 'Only of this owner.',
    optional: true,
    maxLength: 136,
    pattern: ownerPattern
  })
  @IsOptional()
  @Matches(new RegExp(ownerPattern), ownerRule)
  readonly owner?: string

  @TextField({ description: 'Only of this model.', optional: true, minLength: 1, ...modelName })
  @IsOptional()
  @Matches(new RegExp(oneLine), { message: 'must be one line' })
  @Length(1, modelName.maxLength, { message: `must be 1 to ${modelName.maxLength} characters` })
  readonly model?: string

  @ChoiceField({
    description: 'What a row stands for.',
    optional: true,
    default: 'owner',
    choices: groupings
  })
  @IsIn(groupings, { message: `must be one of ${groupings.join(', ')}` })
  readonly groupBy: Grouping = 'owner'
}

/**
 * The days (UTC) that hold the times asked for, as wholes: usage is kept by day. Without times, this
 * month.
 * @throws ValidationFailed when the time ends before it begins
 */
export function toUsageFilter({ owner, model, from, to }: UsageQuery, now: Date): UsageFilter {
  const month = monthAt(now)
  const range = {
    from: from === undefined ? month.from : beginningAt(from),
    to: to === undefined ? month.to : endingAt(to)
  }
  if (range.from >= range.to) {
    const problem = from === undefined ? 'to' : 'from'
    throw new ValidationFailed([{ field: problem, messages: [`from must be before to`] }])
  }
  const days = { from: dayAt(range.from).from, to: dayAt(new Date(range.to.getTime() - 1)).to }
  return { ...days, ...(owner !== undefined && { owner }), ...(model !== undefined && { model }) }
}
