import { IsOptional, Matches } from 'class-validator'
import { beginningAt, endingAt, TimeRangeQuery } from '#core/http/dto/time-range.dto.js'
import { TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { ownerIdPattern, ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import type { AuditFilter } from '#modules/admin/audit/audit.repository.js'

const actionPattern = '^[a-z_]{1,50}$'

/** The query of `GET /admin/audit`. */
export class AuditQuery extends TimeRangeQuery {
  @TextField({
    description: 'Only what touched things of this owner.',
    optional: true,
    maxLength: 136,
    pattern: ownerPattern
  })
  @IsOptional()
  @Matches(new RegExp(ownerPattern), {
    message: 'must be user:, key: or service: and 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'
  })
  readonly owner?: string

  @TextField({
    description: 'Only this action, like `budget_set`.',
    optional: true,
    maxLength: 50,
    pattern: actionPattern
  })
  @IsOptional()
  @Matches(new RegExp(actionPattern), { message: 'must be 1 to 50 of a-z and _' })
  readonly action?: string

  @TextField({
    description: 'Only by this actor: the id of a user, the name of a key or of a service.',
    optional: true,
    maxLength: 128,
    pattern: ownerIdPattern
  })
  @IsOptional()
  @Matches(new RegExp(ownerIdPattern), {
    message: 'must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'
  })
  readonly actor?: string
}

/** What is asked for; without times, all there is. */
export function toAuditFilter({ owner, action, actor, from, to }: AuditQuery): AuditFilter {
  return {
    ...(owner !== undefined && { owner }),
    ...(action !== undefined && { action }),
    ...(actor !== undefined && { actor }),
    ...(from !== undefined && { from: beginningAt(from) }),
    ...(to !== undefined && { to: endingAt(to) })
  }
}
