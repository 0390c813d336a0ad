import type { Principal } from '#core/access/principal.js'
import { parseSettings } from '#core/config/parse-settings.js'
import { rateLimitConfig } from './rate-limit.config.js'
import { ownerLimits } from './owner-limits.js'

const settings = parseSettings(rateLimitConfig, {
  RATE_LIMITS: JSON.stringify({
    'role:admin': { perMinute: 1000 },
    'role:reader': { readPerMinute: 7 },
    'key:dashboard': { perHour: 5 },
    'service:kuybi': { perMinute: 6, perHour: 66, readPerMinute: 666 }
  })
})

function principal(kind: Principal['kind'], owner: Principal['owner'], role?: unknown): Principal {
  return { kind, name: 'x', owner, scopes: new Set(), claims: { role } }
}

function limitsOf(who: Principal): readonly number[] {
  return [...ownerLimits(settings, who, 'generation'), ...ownerLimits(settings, who, 'read')].map(
    ({ limit }) => limit
  )
}

describe('The limits per minute, per hour and for reads', () => {
  it.each<[string, Principal, readonly number[]]>([
    ['of a user', principal('user', 'user:a', 'user'), [10, 100, 120]],
    [
      'of a user whose role has its own limits',
      principal('user', 'user:a', 'admin'),
      [1000, 100, 120]
    ],
    ['of a role with a lower read limit', principal('user', 'user:a', 'reader'), [10, 100, 7]],
    ['of an issued token', principal('issued', 'user:a'), [10, 100, 120]],
    ['of an anonymous client', principal('anonymous', 'user:anonymous'), [10, 100, 120]],
    ['of a key', principal('api-key', 'key:other'), [120, 2000, 120]],
    ['of a key with its own limits', principal('api-key', 'key:dashboard'), [120, 5, 120]],
    ['of a service with its own limits', principal('service', 'service:kuybi'), [6, 66, 666]],
    ['of a key that acts for a user', principal('api-key', 'user:a'), [10, 100, 120]],
    [
      'of a service that acts for a user and claims a role',
      principal('service', 'user:a', 'admin'),
      [10, 100, 120]
    ],
    ['of a role that is not a string', principal('user', 'user:a', ['admin']), [10, 100, 120]],
    [
      'of a role named like a property of Object.prototype',
      principal('user', 'user:a', 'x'),
      [10, 100, 120]
    ]
  ])('%s', (_, who, expected) => {
    expect(limitsOf(who)).toEqual(expected)
  })
})
