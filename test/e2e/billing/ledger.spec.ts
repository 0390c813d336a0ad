import { ExpiredReservationReaper } from '#modules/billing/leases/expired-reservation-reaper.service.js'
import { LeaseRenewal } from '#modules/billing/leases/lease-renewal.service.js'
import { LedgerReader, priceOf } from '../../harness/assertions/ledger-reader.js'
import { eventually } from '../../harness/service/instances.js'
import { generate } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({
  OPENAI_FALLBACK_MODELS: 'gpt-4.1-mini',
  OPENAI_MAX_RETRIES: '2',
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000',
  MODERATION: 'output',
  GENERATION_DEADLINE: '20',
  RESERVATION_LEASE: '21'
})
const ledger = new LedgerReader(() => service.app)
beforeEach(() => ledger.clear())

describe('The ledger', () => {
  it('records an attempt as started before it is settled with the reported tokens', async () => {
    const { body } = await generate(service.url).expect(200)
    const { usage, cost_usd: cost } = body as Answer
    const [started, settled, ...others] = await ledger.entries()
    expect(others).toEqual([])
    expect(started).toMatchObject({ kind: 'started', outcome: 'started', reported: false })
    expect(settled).toEqual({
      kind: 'settled',
      payer: 'owner',
      outcome: 'ok',
      owner: expect.stringMatching(/^key:/),
      model: 'gpt-4o-mini',
      tokens: usage.total_tokens,
      cost: String(cost),
      reported: true
    })
    expect(Number(started?.cost)).toBeGreaterThan(cost)
  })

  it('agrees with the simulator for first answers, retries, fallbacks and repairs', async () => {
    service.simulator.setFaults([
      { fault: 'status-500', probability: 0.2 },
      { fault: 'omit-keywords', on: 'write', probability: 0.3 },
      { fault: 'truncation', on: 'write', probability: 0.1 },
      { fault: 'status-429', probability: 0.1 }
    ])
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        generate(service.url, { keywords: [`fox${index}`], genre: 'fairy tale', max_length: 120 })
      )
    )
    const { 'omni-moderation-latest': _free, ...models } = service.simulator.stats().models
    const billed = Object.entries(models).map(([model, tokens]) =>
      priceOf(model as 'gpt-4o-mini', tokens)
    )
    const { tokens, cost } = await ledger.ended()
    const counted = Object.values(models).reduce((sum, m) => sum + m.prompt + m.completion, 0)
    expect(tokens).toBe(counted)
    expect(cost).toBeCloseTo(
      billed.reduce((sum, usd) => sum + usd),
      10
    )
    expect(await ledger.disagreements()).toEqual([])
    expect(await ledger.reservations()).toBe(0)
  })

  it('charges a generation without a story to the service', async () => {
    service.simulator.setFaults([{ fault: 'truncation' }])
    await generate(service.url).expect(502)
    const ends = (await ledger.entries()).filter(({ kind }) => kind !== 'started')
    expect(ends.length).toBeGreaterThan(0)
    expect(ends.every(({ payer }) => payer === 'service')).toBe(true)
    expect(await ledger.disagreements()).toEqual([])
  })

  it('charges a refusal to the owner, since it is the answer to the request', async () => {
    service.simulator.setFaults([{ fault: 'refusal' }])
    await generate(service.url).expect(422)
    expect((await ledger.entries()).at(-1)).toMatchObject({ kind: 'settled', payer: 'owner' })
  })

  it('records the estimated cost of a broken connection as lost', async () => {
    service.simulator.setFaults([{ fault: 'cut-stream', times: 1 }])
    const { body } = await generate(service.url).expect(200)
    const entries = await ledger.entries()
    expect(entries.map(({ kind }) => kind).toSorted()).toEqual([
      'lost',
      'settled',
      'started',
      'started'
    ])
    const lost = entries.find(({ kind }) => kind === 'lost')
    expect(lost).toMatchObject({ payer: 'service', reported: false })
    expect((body as Answer).usage.total_tokens).toBe(
      entries.find(({ kind }) => kind === 'settled')?.tokens
    )
    expect(await ledger.disagreements()).toEqual([])
  })

  it('charges the owner for the estimated text after a disconnect, and leaves no reservation', async () => {
    service.simulator.setFaults([{ fault: 'silent' }])
    const call = generate(service.url)
    const answer = call.then(
      () => 'answered',
      () => 'left'
    )
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    expect(await ledger.reservations()).toBe(1)
    call.abort()
    await answer
    await eventually(async () => (await ledger.reservations()) === 0)
    expect((await ledger.entries()).at(-1)).toMatchObject({
      kind: 'settled',
      payer: 'owner',
      outcome: 'client_closed',
      reported: false
    })
    expect(await ledger.disagreements()).toEqual([])
  })

  it('has no entry for an attempt that an open circuit breaker or a full bulkhead prevented', async () => {
    const { simulator, url } = service
    simulator.setFaults([{ fault: 'status-401' }])
    await generate(url).expect(502)
    expect(await ledger.kinds()).toEqual(['started', 'settled'])
    expect((await ledger.entries()).at(-1)).toMatchObject({ cost: '0', tokens: 0 })
  })

  it('does not expire the lease of a running attempt', async () => {
    service.simulator.setFaults([{ fault: 'slow-first-byte', value: 200 }])
    const answer = generate(service.url).expect(200)
    const done = answer.then(() => undefined)
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    await service.app.get(ExpiredReservationReaper).book()
    await done
    expect(await ledger.kinds()).toEqual(['started', 'settled'])
  })

  it('renews the lease of a running attempt that would expire', async () => {
    service.simulator.setFaults([{ fault: 'slow-first-byte', value: 200 }])
    const answer = generate(service.url).expect(200)
    const done = answer.then(() => undefined)
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    await ledger.endLeases()
    await service.app.get(LeaseRenewal).renew()
    await service.app.get(ExpiredReservationReaper).book()
    await done
    expect(await ledger.kinds()).toEqual(['started', 'settled'])
  })
})

interface Answer {
  readonly cost_usd: number
  readonly usage: { readonly total_tokens: number }
}
