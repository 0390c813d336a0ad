import type { LedgerUnderTest, ReserveRequest, SettleRequest } from './ledger-under-test.js'

interface Attempt {
  readonly id: string
  readonly worst: number
  held: number
  /** What the provider has billed so far, never more than `held`. */
  used: number
  hasEnded: boolean
  /** False if its reservation failed, so that it was not made. */
  readonly isMade: boolean
}

/** The step that suspends the process of a generation, and the one after it. */
const suspension = 26

export function isSuspension(step: number): boolean {
  return (step & 31) === suspension || (step & 31) === suspension + 1
}

/** A generation as its process knows it. */
export interface Generation {
  readonly id: string
  readonly owner: string
  readonly process: number
  readonly attempts: Attempt[]
  /** dead: its process was killed. done: it is settled, or its settlement is queued. */
  state: 'new' | 'waiting' | 'running' | 'between' | 'done' | 'dead'
  /** Its process was suspended for longer than its lease. */
  isExpired: boolean
}

interface Waiting {
  readonly generation: Generation
  readonly request: ReserveRequest
  readonly attempt: Attempt
}

const places = 4
const processes = 2
const owners = 3
const sliceSize = 5

/**
 * Runs random steps of two processes against a ledger: attempts, slices, ends, settlements that are
 * queued, delivered in another order or delivered twice, kills, and processes that are suspended for
 * longer than a lease. Each step is one number, so that histories are cheap to make and to shrink.
 */
export class LedgerHistory {
  readonly generations: Generation[] = []
  private readonly current: (Generation | undefined)[] = []
  private lane: Waiting[] = []
  private queue: { readonly generation: Generation; readonly settlement: SettleRequest }[] = []
  private readonly sent: SettleRequest[] = []

  /** @param afterCommit called after each statement */
  constructor(
    private readonly ledger: LedgerUnderTest,
    private readonly name: string,
    private readonly afterCommit: () => Promise<void> | void
  ) {}

  async run(steps: readonly number[]): Promise<void> {
    for (const step of steps) await this.take(step)
    await this.flush(1)
    await this.drain(false)
    for (let process = 0; process < processes; process++) this.kill(process)
    await this.expireDead()
  }

  private async take(step: number): Promise<void> {
    const generation = this.generationAt((step >>> 5) % places)
    const value = step >>> 8
    const kind = step & 31
    if (kind < 8) this.start(generation, 1 + (value % 40))
    else if (kind < 12) this.extend(generation)
    else if (kind < 15) this.end(generation)
    else if (kind < 18) await this.settle(generation, kind === 17 ? 'service' : 'owner', value)
    else if (kind < 24) await this.flush(value % 3 === 0 ? 2 : 1)
    else await this.disturb(kind, generation, value)
  }

  private async disturb(kind: number, generation: Generation, value: number): Promise<void> {
    if (kind === 24) await this.crash(value % processes, value % 5 === 0)
    else if (kind === 25) await this.expireDead()
    else if (kind === suspension || kind === suspension + 1) await this.suspend(generation)
    else if (kind === 28) await this.repeat(value)
    else if (kind === 29) await this.drain(value % 2 === 0)
    else if (kind === 30) this.ledger.nextDay?.()
    else await this.flushBlindly(value % 2 === 0)
  }

  private start(generation: Generation, worst: number): void {
    if (generation.state !== 'new' && generation.state !== 'between') return
    const id = `${generation.id} ${generation.attempts.length}`
    const attempt = { id, worst, held: worst, used: 0, hasEnded: false, isMade: true }
    this.ask(generation, attempt, worst, 0.5)
  }

  private extend(generation: Generation): void {
    const attempt = generation.attempts.at(-1)
    if (generation.state !== 'running' || attempt === undefined) return
    const held = Math.min(attempt.held + sliceSize, attempt.worst)
    if (held > attempt.held) this.ask(generation, attempt, held, 1)
  }

  private end(generation: Generation): void {
    const attempt = generation.attempts.at(-1)
    if (generation.state !== 'running' || attempt === undefined) return
    attempt.hasEnded = true
    generation.state = 'between'
  }

  private async settle(
    generation: Generation,
    payer: SettleRequest['payer'],
    value: number
  ): Promise<void> {
    this.end(generation)
    if (generation.state !== 'between') return
    generation.state = 'done'
    const { id, owner, attempts } = generation
    const ends = new Map(attempts.map(({ id: attempt, used }) => [attempt, used]))
    const settlement = { generation: id, owner, payer, ends }
    if (value % 3 === 0) this.queue.push({ generation, settlement })
    else await this.deliver([settlement])
  }

  /** Reserves what waits in one statement, which is repeated if its COMMIT is unknown. */
  private async flush(times: number): Promise<void> {
    const waiting = this.lane
    this.lane = []
    if (waiting.length === 0) return
    let made: readonly boolean[] = []
    for (let time = 0; time < times; time++) {
      made = await this.ledger.reserve(waiting.map(({ request }) => request))
      await this.afterCommit()
    }
    for (const [index, one] of waiting.entries()) this.answer(one, made[index] === true)
    if (this.lane.length > 0) await this.flush(times)
  }

  /** The connection fails: the statement may be written or not. What was to be reserved is not made. */
  private async flushBlindly(isWritten: boolean): Promise<void> {
    const waiting = this.lane
    this.lane = []
    if (waiting.length === 0) return
    if (isWritten) await this.ledger.reserve(waiting.map(({ request }) => request))
    await this.afterCommit()
    for (const { generation, request, attempt } of waiting) {
      if (request.started !== undefined) {
        generation.attempts.push({ ...attempt, held: 0, hasEnded: true, isMade: false })
      } else attempt.hasEnded = true
      generation.state = 'between'
      if (request.isFirst) await this.settle(generation, 'service', 1)
    }
  }

  private answer({ generation, request, attempt }: Waiting, isMade: boolean): void {
    const isNew = request.started !== undefined
    if (isMade) {
      attempt.held = request.parts.get(attempt.id) ?? 0
      attempt.used = Math.max(attempt.used, Math.floor((attempt.held * (attempt.worst % 10)) / 9))
      if (isNew) generation.attempts.push(attempt)
      generation.state = 'running'
    } else if (isNew && request.share < 1) {
      this.ask(generation, attempt, Math.min(sliceSize, attempt.worst), 1)
    } else if (isNew) generation.state = generation.attempts.length === 0 ? 'new' : 'between'
    else {
      generation.state = 'running'
      this.end(generation)
    }
  }

  /** Kills a process. What it was about to reserve is committed or not. */
  private async crash(process: number, isCommitted: boolean): Promise<void> {
    const isOf = ({ generation }: { readonly generation: Generation }): boolean =>
      generation.process === process
    const lost = this.lane.filter(isOf)
    this.lane = this.lane.filter(one => !isOf(one))
    this.kill(process)
    if (!isCommitted || lost.length === 0) return
    await this.ledger.reserve(lost.map(({ request }) => request))
    await this.afterCommit()
  }

  private kill(process: number): void {
    for (const { generation } of this.queue) {
      if (generation.process === process) generation.state = 'dead'
    }
    this.queue = this.queue.filter(({ generation }) => generation.process !== process)
    for (const generation of this.generations) {
      const isDone = generation.state === 'done' || generation.state === 'dead'
      if (generation.process === process && !isDone) generation.state = 'dead'
    }
  }

  private async expireDead(): Promise<void> {
    const dead = this.generations.filter(({ state }) => state === 'dead').map(({ id }) => id)
    if (dead.length === 0) return
    await this.ledger.expire(dead)
    await this.afterCommit()
  }

  private async suspend(generation: Generation): Promise<void> {
    const isQueued = this.queue.some(one => one.generation === generation)
    const isReserved = generation.attempts.length > 0 && generation.state !== 'done'
    if (!isQueued && !isReserved) return
    generation.isExpired = true
    await this.ledger.expire([generation.id])
    await this.afterCommit()
  }

  private async repeat(value: number): Promise<void> {
    const settlement = this.sent[value % Math.max(this.sent.length, 1)]
    if (settlement === undefined) return
    await this.ledger.settle([settlement])
    await this.afterCommit()
  }

  private async drain(isReversed: boolean): Promise<void> {
    const queued = this.queue.map(({ settlement }) => settlement)
    this.queue = []
    if (queued.length > 0) await this.deliver(isReversed ? queued.toReversed() : queued)
  }

  private async deliver(settlements: readonly SettleRequest[]): Promise<void> {
    this.sent.push(...settlements)
    await this.ledger.settle(settlements)
    await this.afterCommit()
  }

  private ask(generation: Generation, attempt: Attempt, held: number, share: number): void {
    const before = generation.attempts.filter(({ id }) => id !== attempt.id)
    const parts = new Map(before.map(({ id, used }) => [id, used]))
    parts.set(attempt.id, held)
    const isNew = before.length === generation.attempts.length
    const request = {
      generation: generation.id,
      owner: generation.owner,
      isFirst: generation.attempts.length === 0,
      total: [...parts.values()].reduce((sum, part) => sum + part, 0),
      share,
      parts,
      started: isNew ? { attempt: attempt.id, worst: attempt.worst } : undefined
    }
    generation.state = 'waiting'
    this.lane.push({ generation, request, attempt })
  }

  private generationAt(place: number): Generation {
    const known = this.current[place]
    if (known !== undefined && known.state !== 'done' && known.state !== 'dead') return known
    const fresh: Generation = {
      id: `${this.name} ${this.generations.length}`,
      owner: `owner ${this.name} ${place % owners}`,
      process: place % processes,
      attempts: [],
      state: 'new',
      isExpired: false
    }
    this.current[place] = fresh
    this.generations.push(fresh)
    return fresh
  }
}
