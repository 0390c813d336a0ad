import type { Generation } from './ledger-history.js'
import { chargedKeys, type LedgerSimulation } from './ledger-simulation.js'
import { thresholds } from './ledger-under-test.js'

/** The first invariant of the ledger that does not hold; undefined if all hold. */
export function brokenInvariant(
  ledger: LedgerSimulation,
  generations: readonly Generation[]
): string | undefined {
  return brokenCounter(ledger) ?? brokenAttempt(ledger, generations) ?? brokenWarning(ledger)
}

function brokenCounter(ledger: LedgerSimulation): string | undefined {
  const reserved = new Map<string, number>()
  for (const { keys, total } of ledger.held.values()) addTo(reserved, keys, total)
  const spent = new Map<string, number>()
  for (const entry of ledger.entries) {
    if (entry.kind !== 'started') addTo(spent, chargedKeys(entry), entry.cost)
  }
  for (const [key, counter] of ledger.counters) {
    if (counter.reserved !== (reserved.get(key) ?? 0))
      return `${key}: reserved is not the sum of open reservations`
    if (counter.spent !== (spent.get(key) ?? 0)) return `${key}: spent is not the sum of the ends`
    const most = ledger.limitOf(key) + (ledger.late.get(key) ?? 0)
    if (counter.spent + counter.reserved > most) return `${key}: the limit is passed`
  }
  return undefined
}

function brokenAttempt(
  ledger: LedgerSimulation,
  generations: readonly Generation[]
): string | undefined {
  const ends = new Map<string, number>()
  const costs = new Map<string, number>()
  const starts = new Map<string, string>()
  for (const { kind, attempt, generation, cost } of ledger.entries) {
    if (kind === 'started') starts.set(attempt, generation)
    else {
      ends.set(attempt, (ends.get(attempt) ?? 0) + (kind === 'refunded' ? -1 : 1))
      costs.set(attempt, (costs.get(attempt) ?? 0) + cost)
    }
  }
  for (const attempt of ends.keys())
    if (!starts.has(attempt)) return `${attempt}: an end without a start`
  for (const [attempt, generation] of starts) {
    const expected = ledger.held.has(generation) ? 0 : 1
    if ((ends.get(attempt) ?? 0) !== expected)
      return `${attempt}: ended ${ends.get(attempt) ?? 0} times`
  }
  for (const { id, attempts, state, isExpired } of generations) {
    const isLive = state === 'running' || state === 'between'
    if (isLive && attempts.length > 0 && !isExpired && !ledger.held.has(id)) {
      return `${id}: a running process has lost its lease`
    }
    for (const attempt of attempts) {
      if (attempt.isMade && !starts.has(attempt.id))
        return `${attempt.id}: money is spent without an entry`
      const cost = costs.get(attempt.id)
      if (cost !== undefined && cost < attempt.used)
        return `${attempt.id}: it cost more than is recorded`
    }
  }
  return undefined
}

function brokenWarning(ledger: LedgerSimulation): string | undefined {
  const reported = new Set<string>()
  for (const { key, percent, spent } of ledger.warnings) {
    const name = `${key} ${percent}`
    if (reported.has(name)) return `${name}: reported twice`
    if (spent * 100 < ledger.limitOf(key) * percent) return `${name}: reported too early`
    reported.add(name)
  }
  for (const [key, { spent }] of ledger.counters) {
    // A late settlement does not warn: the next one does.
    const sure = spent - (ledger.late.get(key) ?? 0)
    for (const percent of thresholds) {
      const isReached = sure > 0 && sure * 100 >= ledger.limitOf(key) * percent
      if (isReached && !reported.has(`${key} ${percent}`)) return `${key} ${percent}: not reported`
    }
  }
  return undefined
}

function addTo(sums: Map<string, number>, keys: readonly string[], amount: number): void {
  for (const key of keys) sums.set(key, (sums.get(key) ?? 0) + amount)
}
