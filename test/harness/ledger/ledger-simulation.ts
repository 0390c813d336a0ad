import type { PlantedFault } from './planted-faults.js'
import {
  thresholds,
  type LedgerUnderTest,
  type Limits,
  type ReserveRequest,
  type SettleRequest
} from './ledger-under-test.js'

export interface Counter {
  spent: number
  reserved: number
  warned: number
}

export interface Entry {
  readonly kind: 'started' | 'settled' | 'lost' | 'refunded'
  readonly attempt: string
  readonly generation: string
  readonly payer: 'owner' | 'service'
  readonly cost: number
  /** The counters of the generation. */
  readonly keys: readonly string[]
}

interface Held {
  readonly owner: string
  readonly keys: readonly string[]
  total: number
  readonly first: number
  parts: ReadonlyMap<string, number>
}

/** The statements of the ledger without SQL and without concurrency, with at most one planted fault. */
export class LedgerSimulation implements LedgerUnderTest {
  readonly counters = new Map<string, Counter>()
  readonly held = new Map<string, Held>()
  readonly entries: Entry[] = []
  /** Reported warnings: counter and threshold. */
  readonly warnings: { readonly key: string; readonly percent: number; readonly spent: number }[] =
    []
  /** What late settlements have charged, by counter: it may pass a limit. */
  readonly late = new Map<string, number>()
  private day = 0

  constructor(
    private readonly limits: Limits,
    private readonly fault?: PlantedFault
  ) {}

  nextDay(): void {
    this.day++
  }

  reserve(requests: readonly ReserveRequest[]): readonly boolean[] {
    const verdicts = this.judge(requests)
    for (const [index, request] of requests.entries()) {
      const isMade = verdicts[index] === true
      const isCounted =
        verdicts[index] === false && this.has('reserve: a refused reservation is counted')
      if (isMade || isCounted) this.hold(request)
    }
    const open = verdicts.flatMap((verdict, index) => (verdict === undefined ? [index] : []))
    const middle = Math.ceil(open.length / 2)
    for (const half of [open.slice(0, middle), open.slice(middle)]) {
      if (half.length === 0) continue
      const again = this.reserve(half.map(index => requests[index] as ReserveRequest))
      for (const [n, index] of half.entries()) verdicts[index] = again[n]
    }
    return verdicts.map(verdict => verdict === true)
  }

  settle(settlements: readonly SettleRequest[]): void {
    for (const settlement of settlements) {
      const held = this.held.get(settlement.generation)
      if (held === undefined) this.settleLate(settlement)
      else this.settleHeld(settlement, held)
    }
  }

  expire(generations: readonly string[]): void {
    const isAll = this.has('expire: running processes lose their leases')
    for (const generation of isAll ? this.held.keys() : generations) {
      const held = this.held.get(generation)
      if (held === undefined) continue
      this.held.delete(generation)
      if (!this.has('expire: nothing is released')) this.release(held.keys, held.total)
      if (this.has('expire: attempts do not end')) continue
      for (const started of this.startsOf(generation)) {
        const isWorst = this.has('expire: the worst case is recorded as lost')
        const cost = isWorst ? started.cost : (held.parts.get(started.attempt) ?? 0)
        const isOwners = this.has('expire: what is lost is counted for the owner')
        this.enter({ ...started, kind: 'lost', cost, payer: 'service' })
        this.spend(
          held.keys.filter(key => isOwners || isGlobal(key)),
          cost
        )
      }
      this.warn(held.keys)
    }
  }

  counterOf(key: string): Counter {
    const known = this.counters.get(key)
    if (known !== undefined) return known
    const fresh = { spent: 0, reserved: 0, warned: 0 }
    this.counters.set(key, fresh)
    return fresh
  }

  limitOf(key: string): number {
    if (isGlobal(key)) return this.limits.global
    return key.startsWith('credential') ? this.limits.credential : this.limits.owner
  }

  /** true: made; false: refused; undefined: depends on the order. */
  private judge(requests: readonly ReserveRequest[]): (boolean | undefined)[] {
    const up = new Map<string, number>()
    const down = new Map<string, number>()
    const demands = requests.map(request => {
      const held = this.held.get(request.generation)
      const more = request.total - (held?.total ?? 0)
      const keys = held?.keys ?? this.keysOf(request.owner)
      const sums = more > 0 ? up : down
      for (const key of keys) sums.set(key, (sums.get(key) ?? 0) + more)
      const canGrow = this.has('reserve: an expired reservation can grow')
      return {
        more,
        keys,
        share: request.share,
        isKnown: request.isFirst || held !== undefined || canGrow
      }
    })
    return demands.map(({ more, keys, share, isKnown }) => {
      if (!isKnown) return false
      const checked = this.has('reserve: only the first account is checked')
        ? keys.slice(0, 1)
        : keys
      const fits = (sums: (key: string) => number): boolean =>
        more <= 0 || checked.every(key => this.used(key) + sums(key) <= this.limitOf(key) * share)
      if (!fits(key => (down.get(key) ?? 0) + more)) return false
      const isAlone = this.has('reserve: each reservation of a flush is checked alone')
      return isAlone || fits(key => up.get(key) ?? 0) ? true : undefined
    })
  }

  private used(key: string): number {
    const { spent, reserved } = this.counterOf(key)
    if (this.has('reserve: what others have reserved is ignored')) return spent
    return this.has('reserve: what is spent is ignored') ? reserved : spent + reserved
  }

  private hold({ generation, owner, total, parts, started }: ReserveRequest): void {
    const held = this.held.get(generation)
    const keys = held?.keys ?? this.keysOf(owner)
    const isRepeated =
      started !== undefined &&
      this.startsOf(generation).some(one => one.attempt === started.attempt)
    const isWhole =
      this.has('reserve: a further attempt or slice adds the whole amount again') && !isRepeated
    const isAgain =
      this.has('reserve: a reservation that is repeated is counted again') && isRepeated
    const more = isWhole || isAgain ? total : total - (held?.total ?? 0)
    for (const key of keys) this.counterOf(key).reserved += more
    const isStale =
      held !== undefined && this.has('reserve: the parts of the attempts are not replaced')
    this.held.set(generation, {
      owner,
      keys,
      total,
      first: held?.first ?? total,
      parts: isStale ? new Map([...parts, ...held.parts]) : parts
    })
    if (started === undefined || isRepeated) return
    if (held !== undefined && this.has('reserve: only the first attempt has an entry')) return
    const { attempt, worst: cost } = started
    this.enter({ kind: 'started', attempt, generation, payer: 'service', cost, keys })
  }

  private settleHeld({ generation, owner, payer, ends }: SettleRequest, held: Held): void {
    if (!this.has('settle: the reservation is left')) this.held.delete(generation)
    const isFirst = this.has('settle: what the first reservation held is released')
    if (!this.has('settle: nothing is released')) {
      this.release(held.keys, isFirst ? held.first : held.total)
    }
    const last = [...ends.keys()].at(-1)
    for (const { attempt } of this.startsOf(generation)) {
      if (this.has('settle: only the last attempt ends') && attempt !== last) continue
      this.enterEnd(generation, attempt, payer, ends.get(attempt) ?? 0, held.keys)
    }
    const isNow = this.has('settle: it counts on the day of the settlement')
    const cost = [...ends.values()].reduce((sum, one) => sum + one, 0)
    this.spend(this.payersOf(payer, isNow ? this.keysOf(owner) : held.keys), cost)
    this.warn(held.keys)
  }

  /** Refunds what was recorded as lost, and charges the cost. */
  private settleLate({ generation, payer, ends }: SettleRequest): void {
    for (const { attempt, keys } of this.startsOf(generation)) {
      const isEnded = this.entries.some(one => one.attempt === attempt && one.kind === 'settled')
      const lost = this.entries.find(one => one.attempt === attempt && one.kind === 'lost')
      const when = lost === undefined ? 'settle' : 'late'
      if (isEnded && !this.has(`${when}: a repeated settlement is counted again`)) continue
      const cost = ends.get(attempt) ?? 0
      const isRefunded =
        lost !== undefined &&
        !isEnded &&
        !this.has('late: what was recorded as lost is not refunded')
      if (isRefunded) {
        this.enter({ ...lost, kind: 'refunded', cost: -lost.cost })
        if (!this.has('late: the refund is not counted'))
          this.spend(keys.filter(isGlobal), -lost.cost)
      }
      if (!isEnded) this.enterEnd(generation, attempt, payer, cost, keys)
      this.spend(this.payersOf(payer, keys), cost)
      if (isEnded) continue
      for (const key of this.payersOf(payer, keys))
        this.late.set(key, (this.late.get(key) ?? 0) + cost)
    }
  }

  private enterEnd(
    generation: string,
    attempt: string,
    payer: Entry['payer'],
    cost: number,
    keys: readonly string[]
  ): void {
    this.enter({ kind: 'settled', attempt, generation, payer, cost, keys })
  }

  private enter(entry: Entry): void {
    this.entries.push(entry)
  }

  private startsOf(generation: string): readonly Entry[] {
    return this.entries.filter(one => one.generation === generation && one.kind === 'started')
  }

  private payersOf(payer: Entry['payer'], keys: readonly string[]): readonly string[] {
    if (payer === 'owner' || this.has('settle: the cost of the service is counted for the owner'))
      return keys
    return this.has('settle: the cost of the service is not counted for all')
      ? []
      : keys.filter(isGlobal)
  }

  private release(keys: readonly string[], amount: number): void {
    for (const key of keys) this.counterOf(key).reserved -= amount
  }

  private spend(keys: readonly string[], amount: number): void {
    for (const key of keys) this.counterOf(key).spent += amount
  }

  private warn(keys: readonly string[]): void {
    for (const key of keys) {
      const counter = this.counterOf(key)
      const { spent, reserved, warned } = counter
      const used = this.has('warn: reserved amounts count as spent') ? spent + reserved : spent
      const passed = thresholds.filter(
        percent => percent > warned && used * 100 >= this.limitOf(key) * percent
      )
      const isOne = this.has('warn: only one threshold is reported for a large step')
      for (const percent of isOne ? passed.slice(-1) : passed)
        this.warnings.push({ key, percent, spent })
      if (!this.has('warn: what was reported is forgotten'))
        counter.warned = Math.max(warned, ...passed)
    }
  }

  private keysOf(owner: string): readonly string[] {
    return [`credential month`, `global day ${this.day}`, `${owner} day ${this.day}`]
  }

  private has(fault: PlantedFault): boolean {
    return this.fault === fault
  }
}

function isGlobal(key: string): boolean {
  return key.startsWith('global')
}

/** The counters that an entry is charged to. */
export function chargedKeys({ payer, keys }: Entry): readonly string[] {
  return payer === 'owner' ? keys : keys.filter(isGlobal)
}
