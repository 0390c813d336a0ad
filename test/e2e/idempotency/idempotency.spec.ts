import type { Test } from 'supertest'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { metric } from '../../harness/assertions/metrics.js'
import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({ MODERATION: 'off' })
const ledger = new LedgerReader(() => service.app)
beforeEach(() => ledger.clear())

function keyed(key: string, body: object = storyRequest()): Test {
  return generate(service.url, body).set('Idempotency-Key', key)
}

const chats = (): number => service.simulator.stats().calls['POST /v1/chat/completions'] ?? 0

describe('An Idempotency-Key', () => {
  it('replays the finished response with a new request id, and is charged once', async () => {
    const first = await keyed('again').expect(200)
    const second = await keyed('again').expect(200)
    const { correlation_id: firstId, ...story } = first.body as Record<string, unknown>
    const { correlation_id: secondId, ...sameStory } = second.body as Record<string, unknown>
    expect(sameStory).toEqual(story)
    expect(secondId).not.toBe(firstId)
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(chats()).toBe(1)
    expect(await ledger.stories()).toBe(1)
  })

  it('matches the same request in any spelling', async () => {
    await keyed('spelling', storyRequest({ max_length: 200, tone: 'DARK' })).expect(200)
    await keyed('spelling', {
      genre: ' fairy tale ',
      tone: 'dark',
      keywords: storyRequest().keywords,
      maxLength: 200
    })
      .expect(200)
      .expect('Idempotency-Replayed', 'true')
    expect(chats()).toBe(1)
  })

  it('with another body is rejected', async () => {
    await keyed('mine').expect(200)
    const { body } = await keyed('mine', storyRequest({ tone: 'dark' })).expect(422)
    expect(body).toMatchObject({ error: { code: 'IDEMPOTENCY_MISMATCH', retryable: false } })
  })

  it('returns 409 while its request runs', async () => {
    service.simulator.setFaults([{ fault: 'held' }])
    const first = keyed('running')
      .expect(200)
      .then(({ body }) => body as object)
    await service.simulator.waitFor(({ faults }) => faults.held === 1)
    const second = await keyed('running').expect(409)
    expect(second.body).toMatchObject({
      error: { code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true }
    })
    expect(second.headers['retry-after']).toBe('2')
    service.simulator.setFaults([])
    await first
  })

  it('is released after a retryable failure', async () => {
    service.simulator.setFaults([{ fault: 'status-401' }])
    await keyed('retry').expect(502)
    service.simulator.setFaults([])
    const { headers } = await keyed('retry').expect(200)
    expect(headers['idempotency-replayed']).toBeUndefined()
  })

  it('is released after its client disconnects', async () => {
    service.simulator.setFaults([{ fault: 'silent', times: 1 }])
    const call = keyed('left')
    const gone = call.then(
      () => undefined,
      () => undefined
    )
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    call.abort()
    await gone
    let status: number
    do ({ status } = await keyed('left'))
    while (status === 409)
    expect(status).toBe(200)
  })

  it('replays a refusal without another upstream call', async () => {
    service.simulator.setFaults([{ fault: 'refusal' }])
    const first = await keyed('refused').expect(422)
    service.simulator.setFaults([])
    const second = await keyed('refused').expect(422).expect('Idempotency-Replayed', 'true')
    const code = (body: unknown): unknown => (body as { error: object }).error
    expect(code(second.body)).toMatchObject({ code: 'AI_REFUSED', details: { reason: 'refusal' } })
    expect(code(first.body)).toMatchObject({ code: 'AI_REFUSED', details: { reason: 'refusal' } })
    expect(chats()).toBe(1)
  })

  it('belongs to its owner and its route', async () => {
    await keyed('shared').expect(200)
    const other = await keyed('shared', storyRequest({ tone: 'dark' })).set(
      'X-API-Key',
      'another-key-of-the-tests-that-is-long-enough'
    )
    expect([200, 401]).toContain(other.status)
  })

  it.each(['ü', '\t'.repeat(3) + 'é', 'x'.repeat(256)])(
    'that is malformed is rejected (%j)',
    async key => {
      const { body } = await generate(service.url)
        .set('Idempotency-Key', Buffer.from(key).toString('latin1'))
        .expect(400)
      expect(JSON.stringify(body)).toContain('Idempotency-Key')
    }
  )

  it('lets a hundred concurrent requests cause one call and one charge', async () => {
    service.simulator.setFaults([{ fault: 'slow-first-byte', value: 2000 }])
    const answers = await Promise.all(Array.from({ length: 100 }, () => keyed('crowd')))
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect(chats()).toBe(1)
    const later = await keyed('crowd').expect(200)
    const ids = new Set(
      [...answers, later]
        .filter(a => a.status === 200)
        .map(({ body }) => (body as { id: string }).id)
    )
    expect(ids.size).toBe(1)
    expect((await ledger.kinds()).filter(kind => kind === 'settled')).toHaveLength(1)
    expect(
      await metric(service.url, 'jiraiya_idempotency_total', { result: 'running' })
    ).toBeGreaterThan(0)
  })
})
