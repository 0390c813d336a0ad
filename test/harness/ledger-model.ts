/** Amounts in whole units: what PostgreSQL does with decimals has tests of its own. */
export interface Limits {
  readonly owner: number
  readonly credential: number
}

interface Generation {
  readonly owner: string
  held: number
  state: 'new' | 'open' | 'settled' | 'expired'
  /** Actual and worst cost of each attempt that was made. */
  readonly attempts: { readonly worst: number; readonly actual: number }[]
}

/**
 * The ledger as one call after the other would write it: no concurrency, no SQL. Used as the reference
 * for the statements of the ledger writer.
 */
export class LedgerModel {
  private readonly generations = new Map<string, Generation>()
  private readonly spent = new Map<string, number>()

  constructor(private readonly limits: Limits) {}

  /** Whether the attempt may be made. A second call with the same attempt changes nothing. */
  reserve(id: string, owner: string, worst: number, actual: number): 'reserved' | 'refused' {
    const generation = this.generation(id, owner)
    const total = generation.attempts.reduce((sum, attempt) => sum + attempt.actual, 0) + worst
    const more = total - generation.held
    const fits = ['credential', owner].every(
      account => more <= 0 || this.used(account) + more <= this.limitOf(account)
    )
    if (!fits) return 'refused'
    generation.held = total
    generation.state = 'open'
    generation.attempts.push({ worst, actual })
    return 'reserved'
  }

  /** What the attempts came to; the owner pays. Settling what was settled changes nothing. */
  settle(id: string): void {
    const generation = this.generations.get(id)
    if (generation === undefined || !['open', 'expired'].includes(generation.state)) return
    const cost = generation.attempts.reduce((sum, { actual }) => sum + actual, 0)
    for (const account of ['credential', generation.owner]) {
      this.spent.set(account, (this.spent.get(account) ?? 0) + cost)
    }
    generation.held = 0
    generation.state = 'settled'
  }

  /** The process died: its attempts are lost, at the service's cost. */
  expire(id: string): void {
    const generation = this.generations.get(id)
    if (generation?.state !== 'open') return
    generation.held = 0
    generation.state = 'expired'
  }

  isOpen(id: string): boolean {
    const state = this.generations.get(id)?.state
    return state === undefined || state === 'new' || state === 'open'
  }

  /** Spent and reserved together. */
  used(account: string): number {
    const held = [...this.generations.values()]
      .filter(generation => account === 'credential' || generation.owner === account)
      .reduce((sum, generation) => sum + generation.held, 0)
    return held + (this.spent.get(account) ?? 0)
  }

  limitOf(account: string): number {
    return account === 'credential' ? this.limits.credential : this.limits.owner
  }

  attemptsOf(id: string): readonly { readonly worst: number; readonly actual: number }[] {
    return this.generations.get(id)?.attempts ?? []
  }

  private generation(id: string, owner: string): Generation {
    const known = this.generations.get(id)
    if (known !== undefined) return known
    const fresh: Generation = { owner, held: 0, state: 'new', attempts: [] }
    this.generations.set(id, fresh)
    return fresh
  }
}

/** One reservation of a flush: what it adds to each of its accounts. */
export interface Demand {
  readonly accounts: readonly string[]
  readonly more: number
}

/**
 * The rule of the reserve statement on plain numbers: reserved where it fits beside all others of the
 * flush, refused where it does not fit alone, the rest again in halves.
 */
export function flushVerdicts(
  demands: readonly Demand[],
  used: Map<string, number>,
  limits: ReadonlyMap<string, number>
): readonly boolean[] {
  const up = new Map<string, number>()
  for (const { accounts, more } of demands) {
    for (const account of accounts) up.set(account, (up.get(account) ?? 0) + more)
  }
  const room = (account: string): number =>
    (limits.get(account) ?? Infinity) - (used.get(account) ?? 0)
  const before = new Map([...up.keys()].map(account => [account, room(account)]))
  const verdicts: (boolean | undefined)[] = demands.map(({ accounts, more }) => {
    if (accounts.every(account => (up.get(account) ?? 0) <= (before.get(account) ?? 0))) return true
    return accounts.some(account => more > (before.get(account) ?? 0)) ? false : undefined
  })
  for (const [index, { accounts, more }] of demands.entries()) {
    if (verdicts[index] !== true) continue
    for (const account of accounts) used.set(account, (used.get(account) ?? 0) + more)
  }
  const open = verdicts.flatMap((verdict, index) => (verdict === undefined ? [index] : []))
  const middle = Math.ceil(open.length / 2)
  for (const half of [open.slice(0, middle), open.slice(middle)]) {
    if (half.length === 0) continue
    const again = flushVerdicts(
      half.map(index => demands[index] as Demand),
      used,
      limits
    )
    for (const [n, index] of half.entries()) verdicts[index] = again[n]
  }
  return verdicts.map(verdict => verdict === true)
}
