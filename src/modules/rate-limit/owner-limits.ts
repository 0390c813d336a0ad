import type { Principal } from '#core/access/principal.js'
import { roleName } from '#core/access/role-name.js'
import type { RateLimitOverride } from './configured-rate-limits.js'
import type { RateLimitSettings } from '#modules/rate-limit/rate-limit.config.js'
import type { RateLimitKind } from './rate-limit.decorator.js'

export type LimitPolicy = 'minute' | 'hour' | 'read'

/** Maximum number of requests of one owner in one window. */
export interface OwnerLimit {
  readonly policy: LimitPolicy
  readonly limit: number
  readonly windowMs: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** The limits that a caller's requests of this kind must keep, all of them. */
export function ownerLimits(
  settings: RateLimitSettings,
  principal: Principal,
  kind: RateLimitKind
): readonly OwnerLimit[] {
  const { perMinute, perHour, readPerMinute } = limitsOf(settings, principal)
  switch (kind) {
    case 'generation':
      return [
        { policy: 'minute', limit: perMinute, windowMs: minuteMs },
        { policy: 'hour', limit: perHour, windowMs: hourMs }
      ]
    case 'read':
      return [{ policy: 'read', limit: readPerMinute, windowMs: minuteMs }]
    default:
      return kind satisfies never
  }
}

function limitsOf(settings: RateLimitSettings, principal: Principal): Required<RateLimitOverride> {
  const { RATE_LIMITS } = settings
  const name = overrideName(principal)
  const isUser = principal.owner.startsWith('user:')
  return {
    perMinute: isUser ? settings.RATE_LIMIT_PER_MINUTE : settings.RATE_LIMIT_KEY_PER_MINUTE,
    perHour: isUser ? settings.RATE_LIMIT_PER_HOUR : settings.RATE_LIMIT_KEY_PER_HOUR,
    readPerMinute: settings.RATE_LIMIT_READ_PER_MINUTE,
    // Never what every object inherits.
    ...(name !== undefined && Object.hasOwn(RATE_LIMITS, name) && RATE_LIMITS[name])
  }
}

/** Only Kuybi's own token knows a user's role; who acts for a user has but the usual limits. */
function overrideName({ kind, owner, claims }: Principal): string | undefined {
  if (!owner.startsWith('user:')) return owner
  const role = kind === 'user' ? claims?.['role'] : undefined
  return typeof role === 'string' ? `role:${roleName(role)}` : undefined
}
