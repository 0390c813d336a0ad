import { ofKind, stillLost, tokensOf, type BookedEntry } from '../../service/instances.js'
import {
  killInCrowd,
  requestOf,
  runKillScenario,
  runSlowEndScenario,
  type Crowd,
  type KillForm,
  type Killing,
  type SlowEnds
} from './kills.js'

/** A timeout that is long enough for the long form too. */
const takesAtMostMs = 600_000

interface Deaths {
  readonly killing: Killing
  readonly runStreams: Crowd
  readonly slow: SlowEnds
}

/**
 * The promises for a process that is killed, frozen or stopped while it writes, for the short and the
 * long form.
 */
export function itSurvivesKills(form: KillForm): void {
  let deaths: Deaths
  beforeAll(async () => {
    // The parts run at the same time, because most of the time they wait for leases to expire.
    const [killing, runStreams, slow] = await Promise.all([
      runKillScenario(form),
      killInCrowd(),
      runSlowEndScenario()
    ])
    deaths = { killing, runStreams, slow }
  }, takesAtMostMs)

  describe('Kills of one of two instances', () => itSurvivesEachKill(() => deaths.killing, form))
  describe('A kill among a hundred requests with one key', () =>
    itSurvivesKillsUnderLoad(() => deaths.runStreams))
  describe('An instance that ends slowly', () => itSurvivesSlowEnds(() => deaths.slow))
}

function itSurvivesEachKill(of: () => Killing, form: KillForm): void {
  it('leave every key with exactly one story, and every client with a response', () => {
    const { keys, stories } = of()
    expect(keys.length).toBeGreaterThan(form.kills)
    expect(keys.flatMap(({ surprises }) => surprises)).toEqual([])
    expect(keys.filter(({ storyIds }) => new Set(storyIds).size !== 1)).toEqual([])
    expect(stories).toBe(keys.length)
  })

  it('hit requests in flight, each of which costs at most one more upstream call', () => {
    const { keys, upstream } = of()
    expect(keys.reduce((sum, { hits }) => sum + hits, 0)).toBeGreaterThan(0)
    const tooMany = keys.filter(({ key, hits }) => (upstream.get(key) ?? 0) > 1 + hits)
    expect(tooMany).toEqual([])
  })

  it('charge each key once', () => {
    const { entries, keys } = of()
    const charged = ofKind('settled', entries).filter(({ payer }) => payer === 'owner')
    const requests = charged.map(({ request }) => request)
    expect(requests.toSorted()).toEqual(keys.map(({ key }) => requestOf(key)).toSorted())
  })

  it('leave attempts recorded as lost, charged to the service at the estimate', () => {
    const { entries } = of()
    expect(stillLost(entries).length).toBeGreaterThan(0)
    expectLostAtEstimate(entries)
    const ends = entries.filter(({ kind }) => kind !== 'started')
    expect(ends.map(({ attempt }) => attempt).toSorted()).toEqual(
      ofKind('started', entries)
        .map(({ attempt }) => attempt)
        .toSorted()
    )
  })

  it('leave a ledger whose settled tokens equal those of the provider', () => {
    const { keys, entries, tokensByKey, disagreements } = of()
    const counted = keys.reduce((sum, { key }) => sum + (tokensByKey.get(key) ?? NaN), 0)
    expect(tokensOf(ofKind('settled', entries))).toBe(counted)
    expect(keys.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(counted)
    expect(disagreements).toEqual([])
  })
}

/** Every key is charged at most once. */
function itSurvivesKillsUnderLoad(of: () => Crowd): void {
  it('does not prevent one story for all retries', () => {
    const { first, storyIds, stories } = of()
    expect(new Set(first)).toEqual(new Set([0, 409]))
    expect(storyIds.length).toBeGreaterThanOrEqual(100)
    expect(new Set(storyIds).size).toBe(1)
    expect(stories).toBe(1)
  })

  it('leads to one call charged to the owner and at most one more recorded as lost', () => {
    const { entries, upstream, providerTokens, disagreements } = of()
    expect(upstream).toBe(2)
    const settled = ofKind('settled', entries)
    expect(settled.map(({ payer }) => payer)).toEqual(['owner'])
    expect(tokensOf(settled)).toBe(providerTokens)
    expect(stillLost(entries)).toHaveLength(1)
    expectLostAtEstimate(entries)
    expect(disagreements).toEqual([])
  })
}

function itSurvivesSlowEnds(of: () => SlowEnds): void {
  it('by a pause longer than its lease has a lost attempt, and settles it later', () => {
    const { status, entriesWhileFrozen, entries, providerTokens } = of().cutOff
    expect(kinds(entriesWhileFrozen)).toEqual(['lost', 'started'])
    expectLostAtEstimate(entriesWhileFrozen)
    expect(status).toBe(200)
    expect(kinds(entries)).toEqual(['lost', 'refunded', 'settled', 'started'])
    expect(tokensOf(entries.filter(({ kind }) => kind !== 'started'))).toBe(providerTokens)
  })

  it('by a pause until after its answer delivers and settles it, or leaves it lost', () => {
    const { status, entriesWhileFrozen, entries } = of().frozen
    expect(kinds(entriesWhileFrozen)).toEqual(['lost', 'started'])
    // Its deadline has passed too; either of the two may be noticed first.
    expect([status, ...kinds(entries)]).toEqual(
      status === 200 ? [200, 'lost', 'refunded', 'settled', 'started'] : [504, 'lost', 'started']
    )
  })

  it('by SIGTERM while PostgreSQL is down delivers, writes and exits with 0', () => {
    for (const { status, exitCode, entries, actions } of of().terminations) {
      expect([status, exitCode, ...kinds(entries)]).toEqual([200, 0, 'settled', 'started'])
      expect(actions).not.toContain('writes_abandoned')
    }
  })

  it('leaves consistent counters and no reservations', () => {
    const { disagreements, reservations } = of()
    expect([disagreements, reservations]).toEqual([[], 0])
  })
}

function expectLostAtEstimate(entries: readonly BookedEntry[]): void {
  const estimates = new Map(ofKind('started', entries).map(entry => [entry.attempt, entry]))
  const asBooked = stillLost(entries).map(({ attempt, tokens, cost, payer }) => ({
    attempt,
    tokens,
    cost,
    payer
  }))
  expect(asBooked).toEqual(
    asBooked.map(({ attempt }) => {
      const { tokens = NaN, cost = '' } = estimates.get(attempt) ?? {}
      return { attempt, tokens, cost, payer: 'service' }
    })
  )
}

function kinds(entries: readonly BookedEntry[]): readonly string[] {
  return entries.map(({ kind }) => kind).toSorted()
}
