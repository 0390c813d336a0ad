import { firstDifference } from '../harness/ledger/first-difference.js'
import { thresholds } from '../harness/ledger/ledger-under-test.js'
import { openLedgerStore } from '../harness/service/ledger-store.js'

const settings = { BUDGET_WARN_AT: thresholds.join(',') }

/** Changes of the statements, each of which is an error. */
const faultyStatements: readonly (readonly [string, string, string])[] = [
  ['ignores what is reserved', 'u.spent_usd + u.reserved_usd AS usd', 'u.spent_usd AS usd'],
  [
    'ignores what is spent',
    'u.spent_tokens + u.reserved_tokens AS tokens',
    'u.reserved_tokens AS tokens'
  ],
  ['checks each reservation of a flush alone', 'j.usd + d.up_usd <=', 'j.usd + r.more_usd <='],
  ['ignores the share of a limit', 'j.limit_tokens * r.share', 'j.limit_tokens'],
  ['adds a whole amount again', 'r.usd - coalesce(h.usd, 0) AS more_usd', 'r.usd AS more_usd'],
  ['lets an expired reservation grow', 'NOT r.is_first AND NOT r.is_held', 'false'],
  ['leaves the parts of the attempts', 'attempts = excluded.attempts, ', ''],
  ['leaves the total of a reservation', 'usd = excluded.usd, tokens = excluded.tokens,\n', ''],
  ['releases nothing', 'u.reserved_usd - c.released_usd', 'u.reserved_usd'],
  ['releases no tokens', 'u.reserved_tokens - c.released_tokens', 'u.reserved_tokens'],
  ['counts no tokens', 'u.spent_tokens + c.tokens', 'u.spent_tokens'],
  ['charges the owner for the service', 's.usd ELSE s.owner_usd END', 's.usd ELSE s.usd END'],
  ['charges all for the owner only', "'global' THEN s.tokens", "'global' THEN s.owner_tokens"],
  ['enters ends without a start', "s.attempt_id = e.attempt_id AND s.kind = 'started'", 'true'],
  ['reports a threshold again', 'warned = greatest(u.warned,', 'warned = coalesce(0 * u.warned,'],
  [
    'reports a threshold too early',
    '>= c.limit_tokens * t.percent',
    '>= c.limit_tokens * t.percent * 0.5'
  ],
  [
    'reports no threshold of an owner',
    '>= c.limit_usd * t.percent',
    '> 9 * c.limit_usd * t.percent'
  ]
]

describe('A statement of the ledger that', () => {
  it.each(faultyStatements)('%s is found by random histories', async (_, right, wrong) => {
    let changed = 0
    const store = await openLedgerStore(settings, text => {
      if (text.includes(right)) changed++
      return text.replaceAll(right, wrong)
    })
    try {
      expect(await firstDifference(store, 1000)).toBeDefined()
      expect(changed).toBeGreaterThan(0)
    } finally {
      await store.close()
    }
  })
})
