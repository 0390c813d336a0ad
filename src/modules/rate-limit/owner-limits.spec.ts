import type { Caller } from '#core/access/caller.js'
import { parseSettings } from '#core/config/load-settings.js'
import { ownerLimits } from './owner-limits.js'

const settings = parseSettings({
  JWT_SECRET: 'x'.repeat(32),
  DATABASE_URL: 'postgres://nowhere/none',
  RATE_LIMITS: JSON.stringify({
    'role:admin': { perMinute: 1000 },
    'role:reader': { readPerMinute: 7 },
    'key:dashboard': { perHour: 5 },
    'service:kuybi': { perMinute: 6, perHour: 66, readPerMinute: 666 }
  })
})

function caller(kind: Caller['kind'], owner: Caller['owner'], role?: unknown): Caller {
  return { kind, name: 'x', owner, scopes: new Set(), claims: { role } }
}

function limitsOf(who: Caller): readonly number[] {
  return [...ownerLimits(settings, who, 'generation'), ...ownerLimits(settings, who, 'read')].map(
    ({ limit }) => limit
  )
}

describe('The limits by minute, hour and reads', () => {
  it.each<[string, Caller, readonly number[]]>([
    ['of a user', caller('user', 'user:a', 'user'), [10, 100, 120]],
    ['of a user whose role has others', caller('user', 'user:a', 'admin'), [1000, 100, 120]],
    ['of a role that reads less', caller('user', 'user:a', 'reader'), [10, 100, 7]],
    ['of an issued token', caller('issued', 'user:a'), [10, 100, 120]],
    ['of nobody in particular', caller('anonymous', 'user:anonymous'), [10, 100, 120]],
    ['of a key', caller('api-key', 'key:other'), [120, 2000, 120]],
    ['of a key that has others', caller('api-key', 'key:dashboard'), [120, 5, 120]],
    ['of a service that has others', caller('service', 'service:kuybi'), [6, 66, 666]],
    ['of a key that acts for a user', caller('api-key', 'user:a'), [10, 100, 120]],
    [
      'of a service that acts for a user and claims a role',
      caller('service', 'user:a', 'admin'),
      [10, 100, 120]
    ],
    ['of a role that is no text', caller('user', 'user:a', ['admin']), [10, 100, 120]],
    ['of a role named like what every object has', caller('user', 'user:a', 'x'), [10, 100, 120]]
  ])('%s', (_, who, expected) => {
    expect(limitsOf(who)).toEqual(expected)
  })
})
