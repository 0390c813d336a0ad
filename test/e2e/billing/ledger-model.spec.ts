import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { sql } from 'kysely'
import type {
  LedgerWriter,
  Reserved
} from '#modules/billing/ledger-writer/ledger-writer.service.js'
import { flushVerdicts, LedgerModel, type Demand } from '../../harness/fixtures/ledger-model.js'
import {
  contradictions,
  entryOf,
  openLedgerStore,
  type LedgerStore
} from '../../harness/service/ledger-store.js'

describe('The reservations of a flush', () => {
  const owners = ['a', 'b', 'c']
  const demand: fc.Arbitrary<Demand> = fc.record({
    accounts: fc
      .tuple(fc.constantFrom(...owners), fc.boolean())
      .map(([owner, isGlobal]) => (isGlobal ? [owner, 'all'] : [owner])),
    more: fc.nat(20)
  })
  const room = fc.record({ a: fc.nat(60), b: fc.nat(60), c: fc.nat(60), all: fc.nat(120) })

  it('have the same outcomes as one reservation after the other', () => {
    fc.assert(
      fc.property(fc.array(demand, { maxLength: 40 }), room, (demands, limits) => {
        const limitOf = new Map(Object.entries(limits))
        const used = new Map<string, number>()
        const one = demands.map(({ accounts, more }) => {
          const fits = accounts.every(
            account => (used.get(account) ?? 0) + more <= (limitOf.get(account) ?? 0)
          )
          if (fits)
            for (const account of accounts) used.set(account, (used.get(account) ?? 0) + more)
          return fits
        })
        const flushed = new Map<string, number>()
        expect(flushVerdicts(demands, flushed, limitOf)).toEqual(one)
        expect(new Map(flushed)).toEqual(used)
      }),
      { numRuns: 2000 }
    )
  })
})

/** A generation by number, and what happens to it. */
type Step =
  | { readonly kind: 'reserve'; readonly attempts: readonly Attempt[]; readonly repeated: boolean }
  | { readonly kind: 'settle'; readonly generations: readonly number[]; readonly repeated: boolean }
  | { readonly kind: 'expire'; readonly generations: readonly number[] }

interface Attempt {
  readonly generation: number
  readonly worst: number
  /** Percent of the worst case. */
  readonly actual: number
}

const generations = fc.uniqueArray(fc.nat(11), { maxLength: 6 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      repeated: fc.boolean(),
      attempts: fc.uniqueArray(
        fc.record({
          generation: fc.nat(11),
          worst: fc.integer({ min: 1, max: 30 }),
          actual: fc.nat(100)
        }),
        { minLength: 1, maxLength: 10, selector: ({ generation }) => generation }
      )
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      repeated: fc.boolean(),
      generations
    })
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire' as const), generations }) }
)
const budgetLimits = fc.record({ owner: fc.nat(120), credential: fc.nat(300) })

/** Runs steps against PostgreSQL, with owners that no other history uses. */
class History {
  readonly model: LedgerModel
  private readonly name = randomUUID()
  private readonly ids = Array.from({ length: 12 }, () => randomUUID())
  private readonly attempts = new Map<string, { id: string; worst: number; actual: number }[]>()

  constructor(
    private readonly store: LedgerStore,
    private readonly limits: { readonly owner: number; readonly credential: number }
  ) {
    this.model = new LedgerModel(limits)
  }

  /** Reserves in one flush, in this order. */
  reserve(writer: LedgerWriter, attempts: readonly Attempt[], times: number): Promise<Reserved[]> {
    const calls = attempts.map(({ generation, worst, actual }) => {
      const made = this.attempts.get(this.idOf(generation)) ?? []
      const id = randomUUID()
      const known = made.reduce((sum, attempt) => sum + attempt.actual, 0)
      const reservation = {
        generationId: this.idOf(generation),
        owner: this.ownerOf(generation),
        credential: `key:${this.name}`,
        isFirst: made.length === 0,
        accounts: [
          {
            scope: 'owner' as const,
            account: this.ownerOf(generation),
            budget: { dailyUsd: String(this.limits.owner) }
          },
          {
            scope: 'credential' as const,
            account: `via:key:${this.name}`,
            budget: { monthlyTokens: this.limits.credential }
          }
        ],
        total: { cost: BigInt(known + worst) * 10n ** 12n, tokens: known + worst },
        leaseSeconds: 600,
        entry: this.entry(generation, id, 'started', worst)
      }
      const call = async (): Promise<Reserved> => {
        let result = await writer.reserve(reservation)
        // Settles again, as after a COMMIT whose response was lost.
        for (let again = 1; again < times && 'day' in result; again++) {
          result = await writer.reserve(reservation)
        }
        if ('day' in result) {
          this.attempts.set(this.idOf(generation), [
            ...made,
            { id, worst, actual: realCost(worst, actual) }
          ])
        }
        return result
      }
      return call()
    })
    return Promise.all(calls)
  }

  async settle(writer: LedgerWriter, numbers: readonly number[], times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      await Promise.all(
        numbers.map(number => {
          const made = this.attempts.get(this.idOf(number)) ?? []
          const ends = made.map(({ id, actual }) => this.entry(number, id, 'settled', actual))
          const day = new Date().toISOString().slice(0, 10)
          const charges = { generationId: this.idOf(number), day, ends }
          return writer.settle({ id: this.idOf(number), ...(ends.length > 0 && { charges }) })
        })
      )
    }
  }

  async expire(numbers: readonly number[]): Promise<void> {
    await sql`UPDATE reservations SET lease_until = now() - interval '1 s'
      WHERE generation_id = ANY (${numbers.map(number => this.idOf(number))}::uuid[])`.execute(
      this.store.queries
    )
    while ((await this.store.ledger.settleExpired()).reservations > 0);
  }

  /** The amounts that PostgreSQL has as spent and reserved for the owners and the credential. */
  async used(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await sql<{ readonly account: string; readonly used: number }>`
      SELECT account, CASE WHEN account LIKE 'via:%' THEN spent_tokens + reserved_tokens
        ELSE spent_usd + reserved_usd END::integer AS used
      FROM budget_usage WHERE account LIKE ${`%${this.name}%`}`.execute(this.store.queries)
    return new Map(
      rows.map(({ account, used }) => [account.startsWith('via:') ? 'credential' : account, used])
    )
  }

  /** What a generation costs when it is settled. */
  costOf(generation: number): number {
    const made = this.attempts.get(this.idOf(generation)) ?? []
    return made.reduce((sum, { actual }) => sum + actual, 0)
  }

  idOf(generation: number): string {
    return this.ids[generation] as string
  }

  ownerOf(generation: number): string {
    return `user:${this.name}-${generation % 3}`
  }

  private entry(number: number, attempt: string, kind: 'started' | 'settled', cost: number) {
    return entryOf(
      {
        generation_id: this.idOf(number),
        attempt_id: attempt,
        owner: this.ownerOf(number),
        credential: `key:${this.name}`
      },
      {
        kind,
        payer: kind === 'settled' ? 'owner' : 'service',
        cost_usd: String(cost),
        prompt_tokens: cost
      }
    )
  }
}

function realCost(worst: number, actual: number): number {
  return Math.floor((worst * actual) / 100)
}

describe('Random histories of the ledger', () => {
  let store: LedgerStore
  beforeAll(async () => {
    store = await openLedgerStore()
  })
  afterAll(() => store.close())

  it('have the same outcomes and counters as one call after the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), budgetLimits, async (steps, limit) => {
        const history = new History(store, limit)
        const { model } = history
        for (const one of steps) {
          const times = 'repeated' in one && one.repeated ? 2 : 1
          if (one.kind === 'reserve') {
            const attempts = one.attempts.filter(({ generation }) =>
              model.isOpen(history.idOf(generation))
            )
            // A smaller second attempt releases a part of its reservation, which an earlier
            // reservation of the same flush may use.
            const growing = attempts.filter(({ generation, worst }) => {
              const made = model.attemptsOf(history.idOf(generation)).at(-1)
              return made === undefined || worst > made.worst - made.actual
            })
            const results = await history.reserve(store.writer, growing, times)
            const expected = growing.map(({ generation, worst, actual }) =>
              model.reserve(
                history.idOf(generation),
                history.ownerOf(generation),
                worst,
                realCost(worst, actual)
              )
            )
            expectVerdicts(results, expected)
          } else if (one.kind === 'settle') {
            await history.settle(store.writer, one.generations, times)
            for (const number of one.generations) model.settle(history.idOf(number))
          } else {
            await history.expire(one.generations)
            for (const number of one.generations) model.expire(history.idOf(number))
          }
        }
        for (const [account, used] of await history.used()) expect(used).toBe(model.used(account))
      }),
      { numRuns: 60, endOnFailure: true }
    )
    expect(await contradictions(store.queries)).toEqual([])
  })

  it('of two concurrent processes exceed no limit and stay consistent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), budgetLimits, async (steps, limit) => {
        const history = new History(store, limit)
        const open = new Set(Array.from({ length: 12 }, (_, number) => number))
        const expired = new Set<number>()
        // A settlement after the lease charges what was generated, even if others have used what was released.
        const late = new Map<string, number>()
        for (const one of steps) {
          if (one.kind === 'reserve') {
            const attempts = one.attempts.filter(({ generation }) => open.has(generation))
            const middle = attempts.length / 2
            await Promise.all([
              history.reserve(store.writer, attempts.slice(0, middle), 1),
              history.reserve(store.other, attempts.slice(middle), 2)
            ])
          } else {
            if (one.kind === 'expire') {
              await history.expire(one.generations)
              for (const number of one.generations) if (open.has(number)) expired.add(number)
            } else {
              await Promise.all([
                history.settle(store.writer, one.generations, 1),
                history.settle(store.other, one.generations, 2),
                history.expire(one.generations)
              ])
              for (const number of one.generations) {
                if (!expired.delete(number)) continue
                for (const account of ['credential', history.ownerOf(number)])
                  late.set(account, (late.get(account) ?? 0) + history.costOf(number))
              }
            }
            for (const number of one.generations) open.delete(number)
          }
          for (const [account, used] of await history.used()) {
            const most = history.model.limitOf(account) + (late.get(account) ?? 0)
            expect(used).toBeLessThanOrEqual(most)
          }
        }
      }),
      { numRuns: 40, endOnFailure: true }
    )
    expect(await contradictions(store.queries)).toEqual([])
  })
})

function expectVerdicts(
  results: Awaited<ReturnType<History['reserve']>>,
  expected: readonly string[]
): void {
  expect(results.map(result => ('day' in result ? 'reserved' : 'refused'))).toEqual(expected)
}
