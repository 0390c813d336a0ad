import { ofKind, stillLost, tokensOf } from '../../service/instances.js'
import { nameOf, type StoreOutages } from './store-outage.js'

/** The promises during and after an outage of PostgreSQL. */
export function itSurvivesStoreOutages(of: () => StoreOutages): void {
  itAnswersDuringStoreOutages(of)
  itLosesNothingInStoreOutages(of)
}

function itAnswersDuringStoreOutages(of: () => StoreOutages): void {
  it('cause no internal error: a story, or 503 SERVICE_UNAVAILABLE with Retry-After', () => {
    const failures = of().answers.filter(({ status }) => status !== 200)
    const words = failures.map(
      ({ status, body, retryAfter }) =>
        `${status} ${body.error?.code} ${retryAfter === undefined ? 'never' : 'later'}`
    )
    expect(new Set(words)).toEqual(new Set(['503 SERVICE_UNAVAILABLE later']))
  })

  it('are reported to clients during the outage, also with an Idempotency-Key', () => {
    for (const { what, answers, overAtMs } of of().outages) {
      const refused = answers.filter(
        ({ status, endedAtMs }) => status === 503 && endedAtMs < overAtMs
      )
      expect([what, refused.length > 0]).toEqual([what, true])
    }
  })

  it('turn readiness to 503 and back, and never affect liveness', () => {
    expect(of().live.filter(({ status }) => status !== 200)).toEqual([])
    for (const { what, ready, overAtMs } of of().outages) {
      const during = ready.filter(({ endedAtMs }) => endedAtMs < overAtMs)
      const wasUnready = during.some(({ status }) => status === 503)
      const isReadyAgain = ready.some(
        ({ status, startedAtMs }) => status === 200 && startedAtMs >= overAtMs
      )
      expect([what, wasUnready, isReadyAgain]).toEqual([what, true, true])
    }
  })

  it('let every story in progress finish, and its entries are queued until they are written', () => {
    for (const { what, delivered, maxWaiting } of of().outages) {
      expect([what, delivered.length > 0, maxWaiting > 0]).toEqual([what, true, true])
    }
    expect(of().waitingAtTheEnd).toBe(0)
    const actions = new Set(of().logs.map(({ action }) => action))
    expect(actions).toContain('write_queued')
    expect(actions).toContain('write_queue_drained')
    expect([...actions].filter(action => /write_(failed|dropped)/.test(String(action)))).toEqual([])
  })
}

function itLosesNothingInStoreOutages(of: () => StoreOutages): void {
  it('lose no delivered story: each can be read afterwards, and its key replays it', () => {
    const delivered = of().outages.flatMap(outage => outage.delivered)
    const titles = new Map(delivered.map(({ body }) => [String(body.id), body.title]))
    expect(of().readAgain).toEqual(titles)
    expect(of().repeated.size).toBeGreaterThan(0)
    expect([...of().repeated.values()]).toEqual([...of().repeated.keys()])
  })

  it('leave a ledger that agrees with the provider, without reservations', () => {
    const { entries, answers } = of()
    const received = answers.reduce((sum, { body }) => sum + (body.usage?.total_tokens ?? 0), 0)
    expect(tokensOf(ofKind('settled', entries))).toBe(of().providerTokens)
    expect(received).toBe(of().providerTokens)
    expect(of().reservations).toBe(0)
    expect(of().disagreements).toEqual([])
  })

  it('leave an audit event for each story with the ids of its request', () => {
    expect(of().auditMistakes).toEqual([])
  })

  it('leave only attempts whose entry is uncertain as lost, charged to the service', () => {
    const refused = new Set(
      of()
        .answers.filter(({ status }) => status !== 200)
        .map(({ number }) => nameOf(number))
    )
    const lost = stillLost(of().entries)
    expect(lost.filter(({ request }) => !refused.has(request))).toEqual([])
    expect(lost.filter(({ payer }) => payer !== 'service')).toEqual([])
    expect(lost.length).toBeLessThan(refused.size / 2)
  })
}
