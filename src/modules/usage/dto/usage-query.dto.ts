import { IsOptional, Length, Matches } from 'class-validator'
import { isDay, isDecimal, isText } from '#core/http/dto/cursor.js'
import type { PageSlice } from '#core/http/dto/paging.dto.js'
import { ChoiceInput, OwnerInput } from '#core/http/dto/input-field.decorators.js'
import { beginningAt, endingAt, TimeRangeQueryDto } from '#core/http/dto/time-range.dto.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'
import {
  groupings,
  type Grouping,
  type UsageFilter
} from '#modules/billing/roll-ups/usage-parts.repository.js'
import { dayAt, monthAt } from '#modules/usage/calendar.js'
import { modelName } from './usage-fields.dto.js'

/** Query parameters of `GET /admin/usage`. */
export class UsageQueryDto extends TimeRangeQueryDto {
  @OwnerInput({ description: 'Only usage of this owner.', optional: true })
  readonly owner?: string

  @TextField({
    description: 'Only usage of this model.',
    optional: true,
    minLength: 1,
    ...modelName
  })
  @IsOptional()
  @Matches(new RegExp(oneLine), { message: 'must be one line' })
  @Length(1, modelName.maxLength, { message: `must be 1 to ${modelName.maxLength} characters` })
  readonly model?: string

  @ChoiceInput({ description: 'Grouping of the rows.', default: 'owner', choices: groupings })
  readonly groupBy: Grouping = 'owner'

  /** @throws ValidationFailed if the cursor is not one of this list */
  toGroupSlice(): PageSlice {
    return this.groupBy === 'day' ? this.toSlice(isDay) : this.toSlice(isDecimal, isText)
  }

  /**
   * The whole days (UTC) of the times, because usage is kept by day. Without times, the current month.
   * @throws ValidationFailed when the range ends before it begins
   */
  toFilter(now: Date): UsageFilter {
    const { owner, model, from, to } = this
    const month = monthAt(now)
    const range = {
      from: from === undefined ? month.from : beginningAt(from),
      to: to === undefined ? month.to : endingAt(to)
    }
    if (range.from >= range.to) {
      const field = from === undefined ? 'to' : 'from'
      throw new ValidationFailed([{ field, messages: ['from must be before to'] }])
    }
    return {
      from: dayAt(range.from).from,
      to: dayAt(new Date(range.to.getTime() - 1)).to,
      ...(owner !== undefined && { owner }),
      ...(model !== undefined && { model })
    }
  }
}
