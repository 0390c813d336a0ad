import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Reservation } from '#modules/billing/ledger-writer/reserve-budget-statement.js'
import { eventually } from '../../harness/service/instances.js'
import {
  contradictions,
  entryOf,
  openLedgerStore,
  type LedgerStore
} from '../../harness/service/ledger-store.js'

let store: LedgerStore
beforeAll(async () => {
  store = await openLedgerStore()
})
afterAll(() => store.close())

describe('The ledger writer', () => {
  it('makes no reservation that grows while it is settled', async () => {
    const ids = {
      generation_id: randomUUID(),
      attempt_id: randomUUID(),
      owner: 'user:grows',
      credential: 'key:k'
    }
    const reservation = (tokens: number, isFirst: boolean): Reservation => ({
      generationId: ids.generation_id,
      owner: ids.owner,
      credential: ids.credential,
      isFirst,
      accounts: [{ scope: 'owner', account: ids.owner, budget: { dailyTokens: 100 } }],
      total: { cost: 0n, tokens },
      share: 1,
      attempts: [],
      leaseSeconds: 10,
      entry: isFirst ? entryOf(ids, {}) : undefined
    })
    const ends = [entryOf(ids, { kind: 'settled', payer: 'owner', prompt_tokens: 5 })]
    const day = new Date().toISOString().slice(0, 10)
    await store.writer.reserve(reservation(10, true))
    // Both statements begin before either can change the counters.
    const both = await store.queries.transaction().execute(async transaction => {
      await sql`SELECT * FROM budget_usage FOR UPDATE`.execute(transaction)
      const charges = { generationId: ids.generation_id, day, ends }
      const settled = store.writer.settle({ id: ids.generation_id, charges })
      await eventually(async () => (await waiting()) === 1)
      const grown = store.writer.reserve(reservation(20, false)).catch((error: unknown) => error)
      await eventually(async () => (await waiting()) === 2)
      return [settled, grown] as const
    })
    expect(await Promise.all(both)).toEqual([
      { isStored: false },
      expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' })
    ])
    const { rows } = await sql`SELECT * FROM reservations`.execute(store.queries)
    expect(rows).toEqual([])
    expect(await contradictions(store.queries)).toEqual([])
  })

  /** The number of statements that wait for a lock. */
  async function waiting(): Promise<number> {
    const { rows } = await sql<{ readonly count: number }>`
      SELECT count(*)::integer AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(store.queries)
    return rows[0]?.count ?? 0
  }

  it('reserves and settles', async () => {
    const ids = {
      generation_id: randomUUID(),
      attempt_id: randomUUID(),
      owner: 'user:a',
      credential: 'key:k'
    }
    const reserved = await store.writer.reserve({
      generationId: ids.generation_id,
      owner: ids.owner,
      credential: ids.credential,
      isFirst: true,
      accounts: [{ scope: 'owner', account: ids.owner, budget: { dailyUsd: '1' } }],
      total: { cost: 1_000_000_000n, tokens: 10 },
      share: 1,
      attempts: [],
      leaseSeconds: 10,
      entry: entryOf(ids, { cost_usd: '0.001' })
    })
    expect(reserved).toEqual({ day: expect.any(String) })
    expect(await contradictions(store.queries)).toEqual([])
    await store.writer.settle({
      id: ids.generation_id,
      charges: {
        generationId: ids.generation_id,
        day: new Date().toISOString().slice(0, 10),
        ends: [entryOf(ids, { kind: 'settled', payer: 'owner', cost_usd: '0.0005' })]
      }
    })
    expect(await contradictions(store.queries)).toEqual([])
  })
})
