import jwt from 'jsonwebtoken'
import request, { type Test } from 'supertest'
import { createStory } from '../../harness/fixtures/stories.js'
import { metric } from '../../harness/assertions/metrics.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { serviceSecret } from '../../harness/fixtures/tokens.js'
import {
  answerJson,
  answerPage,
  closeConnection,
  useScriptedService
} from '../../harness/servers/scripted-service.js'
import { useService } from '../../harness/service/use-service.js'

/** A server in place of Kuybi. */
const kuybi = useScriptedService()
const headers = { 'X-API-Key': testKey }
const created = answerJson(201, { success: true, data: { id: 'story-of-kuybi' } })

describe('The draft of a story', () => {
  const service = useService(() => ({
    KUYBI_URL: `${kuybi.url}/api`,
    SERVICE_JWT_SECRET: serviceSecret,
    SERVICE_CLIENT_MAX_RETRIES: '1',
    SERVICE_CLIENT_TIMEOUT: '60'
  }))
  let storyId: string
  beforeAll(async () => {
    const { body } = await createStory(service, headers).expect(201)
    storyId = body.data.id
  })

  const post = (id = storyId): Test =>
    request(service.url).post(`/api/v1/stories/${id}/kuybi-draft`).set(headers)
  const calls = (status: string): Promise<number> =>
    metric(service.url, 'jiraiya_service_calls_total', { service: 'kuybi', method: 'POST', status })

  it('is posted to Kuybi with a service token, the ids and what is left of the deadline', async () => {
    kuybi.respondWith(created)
    const { body } = await post().set('X-Correlation-ID', 'of-this-call').expect(201)
    expect(body.data).toEqual({ kuybiId: 'story-of-kuybi' })
    const sent = kuybi.asked[0]?.headers ?? {}
    expect(sent).toMatchObject({ 'x-correlation-id': 'of-this-call', 'idempotency-key': storyId })
    expect(Number(sent['x-request-timeout-ms'])).toBeGreaterThan(0)
    const token = String(sent.authorization).replace('Bearer ', '')
    const claims = jwt.verify(token, serviceSecret, { algorithms: ['HS256'], audience: 'kuybi' })
    expect(claims).toMatchObject({ typ: 'service', iss: 'jiraiya', sub: 'jiraiya' })
    expect(await calls('2xx')).toBe(1)
  })

  it('is posted again after a network fault or a 5xx, with the same Idempotency-Key', async () => {
    for (const fault of [closeConnection, answerPage(503)]) {
      kuybi.respondWith(fault, created)
      await post().expect(201)
      expect(kuybi.asked.map(sent => sent.headers['idempotency-key'])).toEqual([storyId, storyId])
    }
    expect([await calls('failed'), await calls('5xx')]).toEqual([1, 1])
  })

  it('is not posted again after a refusal or a redirect', async () => {
    for (const status of [403, 307]) {
      kuybi.respondWith(answerJson(status, { message: 'no' }, { location: kuybi.url }))
      const { body } = await post().expect(502)
      expect(body.error).toMatchObject({ code: 'EXTERNAL_SERVICE_ERROR', details: { status } })
      expect(kuybi.asked).toHaveLength(1)
    }
  })

  it('may have no id in an answer that is no JSON, or too large', async () => {
    for (const answer of [answerPage(201), answerJson(201, { data: { id: 'x'.repeat(70_000) } })]) {
      kuybi.respondWith(answer)
      expect((await post().expect(201)).body.data).toEqual({ kuybiId: null })
    }
  })

  it('of another owner is not found', async () => {
    kuybi.respondWith(created)
    await post('00000000-0000-4000-8000-000000000000').expect(404)
    expect(kuybi.asked).toHaveLength(0)
  })

  it('is not sent while the circuit breaker is open', async () => {
    kuybi.respondWith(answerPage(503))
    for (let call = 0; call < 3; call++) {
      const { body } = await post().expect(503)
      expect(body.error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true })
    }
    expect(kuybi.asked).toHaveLength(5)
    expect(await calls('rejected')).toBe(1)
  })
})

describe('Without KUYBI_URL', () => {
  const service = useService()

  it('a draft is refused', async () => {
    const { body: story } = await createStory(service, headers).expect(201)
    const path = `/api/v1/stories/${story.data.id}/kuybi-draft`
    const { body } = await request(service.url).post(path).set(headers).expect(502)
    expect(body.error.code).toBe('EXTERNAL_SERVICE_ERROR')
  })
})
