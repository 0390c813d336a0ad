import { OwnerIdInput, OwnerInput, PatternInput } from '#core/http/dto/input-field.decorators.js'
import { beginningAt, endingAt, TimeRangeQueryDto } from '#core/http/dto/time-range.dto.js'
import type { AuditFilter } from '#modules/admin/audit/audit.repository.js'

/** Query parameters of `GET /admin/audit`. */
export class AuditQueryDto extends TimeRangeQueryDto {
  @OwnerInput({ description: 'Only events that concern this owner.', optional: true })
  readonly owner?: string

  @PatternInput({
    description: 'Only this action, like `budget_set`.',
    optional: true,
    maxLength: 50,
    pattern: '^[a-z_]{1,50}$',
    message: 'must be 1 to 50 of a-z and _'
  })
  readonly action?: string

  @OwnerIdInput({
    description: 'Only events of this actor: id of a user, or name of a key or service.',
    optional: true
  })
  readonly actor?: string

  /** Without times, all events. */
  toFilter(): AuditFilter {
    const { owner, action, actor, from, to } = this
    return {
      ...(owner !== undefined && { owner }),
      ...(action !== undefined && { action }),
      ...(actor !== undefined && { actor }),
      ...(from !== undefined && { from: beginningAt(from) }),
      ...(to !== undefined && { to: endingAt(to) })
    }
  }
}
