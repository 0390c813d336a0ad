import { randomUUID } from 'node:crypto'
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
