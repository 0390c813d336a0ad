import { applyDecorators } from '@nestjs/common'
import { IsOptional } from 'class-validator'
import { TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { Checked, notOfType } from './field-rule.js'
import { PageQueryDto } from './paging.dto.js'

/** A date, or a time with its offset (RFC 3339), from the year 2000 on. */
const datePattern = String.raw`2\d{3}-\d{2}-\d{2}`
const timePattern = String.raw`T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})`
const momentPattern = `^${datePattern}(${timePattern})?$`

const moment = new RegExp(momentPattern)
const rule = 'must be a date like 2026-11-20, or a time like 2026-11-20T12:00:00Z'
const dayMs = 86_400_000

/** Query parameters of a list of events in a time range. */
export class TimeRangeQueryDto extends PageQueryDto {
  @MomentInput({ description: 'Start: this time, or the beginning of this day (UTC). Included.' })
  readonly from?: string

  @MomentInput({ description: 'End: this time (excluded), or the end of this day (UTC).' })
  readonly to?: string
}

/** An optional date or time. */
export function MomentInput(field: { readonly description: string }): PropertyDecorator {
  return applyDecorators(
    TextField({ ...field, optional: true, maxLength: 30, pattern: momentPattern }),
    IsOptional(),
    Checked('moment', value => {
      if (typeof value !== 'string') return [notOfType(value, `it ${rule}`)]
      return isMoment(value) ? [] : [{ rule: 'pattern', message: rule }]
    })
  )
}

/** The start of a range that `from` names. */
export function beginningAt(text: string): Date {
  return new Date(text)
}

/** The end of a range that `to` names: a date includes its whole day. */
export function endingAt(text: string): Date {
  return isDate(text) ? new Date(Date.parse(text) + dayMs) : new Date(text)
}

/** Refuses days that do not exist: JavaScript reads the 30th of February as the 2nd of March. */
function isMoment(value: string): boolean {
  if (!moment.test(value)) return false
  const date = new Date(value.slice(0, 10))
  if (Number.isNaN(date.getTime()) || Number.isNaN(Date.parse(value))) return false
  return date.toISOString().startsWith(value.slice(0, 10))
}

function isDate(text: string): boolean {
  return text.length === '2026-11-20'.length
}
