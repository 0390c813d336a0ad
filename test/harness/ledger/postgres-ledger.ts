import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { LedgerWriter } from '#modules/billing/ledger-writer/ledger-writer.service.js'
import type { Reservation } from '#modules/billing/ledger-writer/reserve-budget-statement.js'
import { toDecimal } from '#modules/billing/prices/money.js'
import { entryOf, type LedgerStore } from '../service/ledger-store.js'
import type { Counter } from './ledger-simulation.js'
import type { LedgerUnderTest, Limits, ReserveRequest, SettleRequest } from './ledger-under-test.js'

const dollar = 10n ** 12n
const credential = 'key:k'

/** The ledger on PostgreSQL, with the accounts and names of the simulated one. */
export class PostgresLedger implements LedgerUnderTest {
  private readonly ids = new Map<string, string>()

  constructor(
    private readonly store: LedgerStore,
    private readonly limits: Limits,
    private readonly writer: LedgerWriter = store.writer
  ) {}

  reserve(requests: readonly ReserveRequest[]): Promise<readonly boolean[]> {
    return Promise.all(
      requests.map(async request => {
        try {
          return 'day' in (await this.writer.reserve(this.reservationOf(request)))
        } catch (error) {
          // The reservation has expired.
          if (!request.isFirst) return false
          throw error
        }
      })
    )
  }

  async settle(settlements: readonly SettleRequest[]): Promise<void> {
    const day = new Date().toISOString().slice(0, 10)
    await Promise.all(
      settlements.map(({ generation, owner, payer, ends }) => {
        const generationId = this.idOf(generation)
        const entries = [...ends].map(([attempt, cost]) =>
          entryOf(this.attemptOf(generation, attempt, owner), {
            kind: 'settled',
            payer,
            cost_usd: String(cost),
            prompt_tokens: cost
          })
        )
        const charges = { generationId, day, ends: entries }
        return this.writer.settle({ id: generationId, charges })
      })
    )
  }

  async expire(generations: readonly string[]): Promise<void> {
    await sql`UPDATE reservations SET lease_until = now() - interval '1 s'
      WHERE generation_id = ANY (${generations.map(one => this.idOf(one))}::uuid[])`.execute(
      this.store.queries
    )
    while ((await this.store.ledger.settleExpired()).reservations > 0);
  }

  /** The counters in the order of their names, with the names of the simulated ledger. */
  async counters(): Promise<ReadonlyMap<string, Counter>> {
    const { rows } = await sql<Counter & { readonly account: string }>`
      SELECT account, warned,
        (CASE WHEN account LIKE 'user:%' THEN spent_usd ELSE spent_tokens END)::integer AS spent,
        (CASE WHEN account LIKE 'user:%' THEN reserved_usd ELSE reserved_tokens END)::integer
          AS reserved
      FROM budget_usage`.execute(this.store.queries)
    return new Map(rows.map(({ account, ...counter }) => [nameOf(account), counter] as const))
  }

  /** Deletes everything, for the next history. */
  async clear(): Promise<void> {
    const { queries } = this.store
    await sql`ALTER TABLE ledger_entries DISABLE TRIGGER USER`.execute(queries)
    await sql`TRUNCATE ledger_entries, usage_by_day, usage_by_month, usage_of_all, reservations, budget_usage`.execute(
      queries
    )
    await sql`ALTER TABLE ledger_entries ENABLE TRIGGER USER`.execute(queries)
    this.store.passed.length = 0
  }

  private reservationOf(request: ReserveRequest): Reservation {
    const { generation, owner, started, total, share, isFirst } = request
    return {
      generationId: this.idOf(generation),
      owner: `user:${owner}`,
      credential,
      isFirst,
      accounts: [
        {
          scope: 'owner',
          account: `user:${owner}`,
          budget: { dailyUsd: String(this.limits.owner) }
        },
        {
          scope: 'credential',
          account: `via:${credential}`,
          budget: { monthlyTokens: this.limits.credential }
        },
        { scope: 'global', account: 'global', budget: { dailyTokens: this.limits.global } }
      ],
      total: { cost: BigInt(total) * dollar, tokens: total },
      share,
      attempts: [...request.parts].map(([attempt, part]) => ({
        attempt_id: this.idOf(attempt),
        prompt_tokens: part,
        completion_tokens: 0,
        cost_usd: toDecimal(BigInt(part) * dollar)
      })),
      leaseSeconds: 600,
      entry:
        started &&
        entryOf(this.attemptOf(generation, started.attempt, owner), {
          prompt_tokens: started.worst,
          cost_usd: String(started.worst)
        })
    }
  }

  private attemptOf(generation: string, attempt: string, owner: string) {
    return {
      generation_id: this.idOf(generation),
      attempt_id: this.idOf(attempt),
      owner: `user:${owner}`,
      credential
    }
  }

  private idOf(name: string): string {
    const known = this.ids.get(name)
    if (known !== undefined) return known
    const fresh = randomUUID()
    this.ids.set(name, fresh)
    return fresh
  }
}

function nameOf(account: string): string {
  if (account === 'global') return 'global day 0'
  return account.startsWith('via:') ? 'credential month' : `${account.slice('user:'.length)} day 0`
}
