import { IsOptional, registerDecorator } from 'class-validator'
import { TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { PageQuery } from './paging.dto.js'

/** A date, or a time with its offset (RFC 3339), from the year 2000 on. */
const datePattern = String.raw`2\d{3}-\d{2}-\d{2}`
const timePattern = String.raw`T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})`
export const momentPattern = `^${datePattern}(${timePattern})?$`

const moment = new RegExp(momentPattern)
const rule = 'must be a date like 2026-11-20, or a time like 2026-11-20T12:00:00Z'
const dayMs = 86_400_000

/** A page of what happened in a time. */
export class TimeRangeQuery extends PageQuery {
  @TextField({
    description: 'From this time on, or from the beginning of this day (UTC).',
    optional: true,
    maxLength: 30,
    pattern: momentPattern
  })
  @IsOptional()
  @IsMoment()
  readonly from?: string

  @TextField({
    description: 'Before this time, or to the end of this day (UTC).',
    optional: true,
    maxLength: 30,
    pattern: momentPattern
  })
  @IsOptional()
  @IsMoment()
  readonly to?: string
}

/** Where a time begins that `from` names. */
export function beginningAt(text: string): Date {
  return new Date(text)
}

/** Where a time ends that `to` names: a date means all of its day. */
export function endingAt(text: string): Date {
  return isDate(text) ? new Date(Date.parse(text) + dayMs) : new Date(text)
}

export function IsMoment(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isMoment',
      target: target.constructor,
      propertyName: String(property),
      options: { message: rule },
      validator: { validate: isMoment }
    })
}

/** The 30th of February has the right form, and is taken for the 2nd of March. */
function isMoment(value: unknown): boolean {
  if (typeof value !== 'string' || !moment.test(value)) return false
  const date = new Date(value.slice(0, 10))
  if (Number.isNaN(date.getTime()) || Number.isNaN(Date.parse(value))) return false
  return date.toISOString().startsWith(value.slice(0, 10))
}

function isDate(text: string): boolean {
  return text.length === '2026-11-20'.length
}
