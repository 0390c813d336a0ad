import request from 'supertest'
import { storyRequest, generate, testKey } from '../harness/fixtures/requests.js'
import { startService, type Service } from '../harness/service/service.js'
import { startAimockDouble } from './aimock-double.js'
import { flaggedKeyword, type Double, type Failure } from './double.js'
import { startSimulatorDouble, type SimulatorDouble } from './simulator-double.js'

const story = storyRequest({ min_length: 50, max_length: 100 })

const settings = {
  OPENAI_MAX_RETRIES: '1',
  GENERATION_DEADLINE: '50',
  // Each claim is about one call, so the circuit breaker must not open after several failures.
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000'
}

/** A double and the service in front of it, for all tests of a describe block. */
function useDouble<T extends Double>(
  start: () => Promise<T>,
  more: Readonly<Record<string, string>> = {}
): { readonly double: T; readonly url: string } {
  let double: T
  let service: Service
  beforeAll(async () => {
    double = await start()
    service = await startService({ OPENAI_BASE_URL: double.baseUrl, ...settings, ...more })
  })
  afterAll(async () => {
    await service.close()
    await double.close()
  })
  beforeEach(() => double.reset())
  return {
    get double() {
      return double
    },
    get url() {
      return service.url
    }
  }
}

const doubles: readonly [string, () => Promise<Double>][] = [
  ['our simulator', startSimulatorDouble],
  ['@copilotkit/aimock', startAimockDouble]
]

describe.each(doubles)('With %s as the provider', (_, start) => {
  const upstream = useDouble(start)
  const lastMessage = (call: number): string =>
    upstream.double.chats()[call]?.messages.at(-1)?.content ?? ''

  it('a story has the reported usage and its exact cost', async () => {
    const { status, body } = await generate(upstream.url, story)
    expect(status).toBe(200)
    expect(body).toMatchObject({ keywords_used: ['fox', 'lantern'], keywords_missing: [] })
    const { prompt, completion } = upstream.double.reported()
    expect(prompt).toBeGreaterThan(0)
    expect(body.usage).toEqual({
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion
    })
    expect(body.cost_usd).toBe((prompt * 150_000 + completion * 600_000) / 1e12)
    expect(upstream.double.chats()).toHaveLength(1)
  })

  it('the request asks for a strict schema', async () => {
    await generate(upstream.url, story)
    expect(upstream.double.chats()[0]?.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: {
        strict: true,
        schema: {
          required: ['title', 'content', 'summary', 'tags', 'forms'],
          additionalProperties: false
        }
      }
    })
  })

  it('the text of the client is in the user message only', async () => {
    await generate(upstream.url, { ...story, genre: 'zeppelin romance' })
    const [system, user, ...more] = upstream.double.chats()[0]?.messages ?? []
    expect([system?.role, user?.role, more.length]).toEqual(['system', 'user', 0])
    expect(JSON.parse(user?.content ?? '')).toMatchObject({
      keywords: ['fox', 'lantern'],
      genre: 'zeppelin romance'
    })
    for (const word of ['fox', 'lantern', 'zeppelin']) expect(system?.content).not.toContain(word)
  })

  it.each<[number, Failure, number, string, string, boolean, number]>([
    [400, {}, 502, 'AI_SERVICE_ERROR', 'upstream_refused_request', false, 1],
    [
      400,
      { code: 'context_length_exceeded' },
      502,
      'AI_SERVICE_ERROR',
      'upstream_context_too_long',
      false,
      1
    ],
    [401, {}, 502, 'AI_SERVICE_ERROR', 'upstream_credentials_refused', false, 1],
    [403, {}, 502, 'AI_SERVICE_ERROR', 'upstream_credentials_refused', false, 1],
    [404, {}, 502, 'AI_SERVICE_ERROR', 'upstream_model_unknown', false, 1],
    [429, { retryAfter: 0 }, 503, 'AI_UNAVAILABLE', 'upstream_rate_limit', true, 2],
    [
      429,
      { code: 'insufficient_quota' },
      503,
      'AI_UNAVAILABLE',
      'upstream_quota_exhausted',
      false,
      1
    ],
    [500, {}, 503, 'AI_UNAVAILABLE', 'upstream_server_error', true, 2],
    [503, {}, 503, 'AI_UNAVAILABLE', 'upstream_server_error', true, 2]
  ])(
    'status %i %j becomes %i %s (%s)',
    async (failing, failure, status, code, reason, retryable, calls) => {
      upstream.double.fails(failing, failure)
      const answer = await generate(upstream.url, story)
      expect(answer.status).toBe(status)
      expect(answer.body.error).toMatchObject({ code, details: { reason }, retryable })
      expect(upstream.double.chats()).toHaveLength(calls)
    }
  )

  it('Retry-After is not forwarded when a retry cannot help', async () => {
    upstream.double.fails(429, { code: 'insufficient_quota', retryAfter: 60 })
    const { headers, body } = await generate(upstream.url, story)
    expect(headers['retry-after']).toBeUndefined()
    expect(body.error).not.toHaveProperty('retryAfter')
  })

  it('Retry-After beyond the deadline is forwarded at once', async () => {
    upstream.double.fails(429, { retryAfter: 60 })
    const { headers, body } = await generate(upstream.url, story)
    expect(headers['retry-after']).toBe('60')
    expect(body.error).toMatchObject({ code: 'AI_UNAVAILABLE', retryAfter: 60 })
    expect(upstream.double.chats()).toHaveLength(1)
  })

  it.each([429, 500])('one %i is retried and succeeds', async status => {
    // Without Retry-After the retry follows within a second.
    upstream.double.fails(status, { times: 1, ...(status === 429 && { retryAfter: 0 }) })
    const answer = await generate(upstream.url, story)
    expect(answer.status).toBe(200)
    expect(upstream.double.chats()).toHaveLength(2)
  })

  it('a dropped connection has its own reason', async () => {
    upstream.double.dropsConnections()
    const { status, body } = await generate(upstream.url, story)
    expect(status).toBe(503)
    expect(body.error.details).toEqual({ reason: 'connection_failed' })
  })

  it('an upstream that sends no data ends with AI_TIMEOUT', async () => {
    upstream.double.isSilent()
    const impatient = await startService({
      OPENAI_BASE_URL: upstream.double.baseUrl,
      ...settings,
      OPENAI_ATTEMPT_TIMEOUT: '2'
    })
    const { status, body } = await generate(impatient.url, story)
    await impatient.close()
    expect(status).toBe(504)
    expect(body.error).toMatchObject({ code: 'AI_TIMEOUT', details: { reason: 'attempt_timeout' } })
  })

  it('a filtered answer is a refusal', async () => {
    upstream.double.filtersContent()
    const { status, body } = await generate(upstream.url, story)
    expect(status).toBe(422)
    expect(body.error).toMatchObject({ code: 'AI_REFUSED', details: { reason: 'content_filter' } })
    expect(upstream.double.chats()).toHaveLength(1)
  })

  it('an answer cut at the token limit is continued, and both parts are charged', async () => {
    upstream.double.cutsOffOnce()
    const { status, body } = await generate(upstream.url, story)
    expect(status).toBe(200)
    expect(upstream.double.chats()).toHaveLength(2)
    expect(JSON.parse(lastMessage(1))).toMatchObject({ task: 'continue' })
    const kept = JSON.parse(lastMessage(1)) as { readonly content: string }
    expect(kept.content).toMatch(/[.!?…]["'”’]?$/)
    expect(body.content.startsWith(kept.content)).toBe(true)
    // A continuation that begins with the sentence that was cut off completes it.
    expect(body.content.slice(kept.content.length)).toMatch(/^(\n\n| )\S/)
    expect(body.keywords_missing).toEqual([])
    const { prompt, completion } = upstream.double.reported()
    expect(body.usage).toMatchObject({ prompt_tokens: prompt, completion_tokens: completion })
  })

  it('an answer that is not JSON is retried once, and both are charged', async () => {
    upstream.double.stammersOnce()
    const { status, body } = await generate(upstream.url, story)
    expect(status).toBe(200)
    expect(upstream.double.chats()).toHaveLength(2)
    expect(JSON.parse(lastMessage(1))).toMatchObject({ task: 'write' })
    const { prompt, completion } = upstream.double.reported()
    expect(body.usage).toMatchObject({ prompt_tokens: prompt, completion_tokens: completion })
  })

  it('the health check uses the list of models and spends nothing', async () => {
    const { status, body } = await request(upstream.url).get('/api/health')
    expect(status).toBe(200)
    expect(body.dependencies).toContainEqual(
      expect.objectContaining({ name: 'openai', status: 'healthy' })
    )
    expect(upstream.double.chats()).toHaveLength(0)
  })
})

describe.each(doubles)('With moderation by %s', (_, start) => {
  const upstream = useDouble(start, { MODERATION: 'both' })

  it('a story that is not flagged is delivered, and moderated before and after', async () => {
    const { status } = await generate(upstream.url, story)
    expect(status).toBe(200)
    expect(upstream.double.moderations()).toBe(2)
  })

  it('a request that is flagged is rejected before anything is spent', async () => {
    const { status, body } = await generate(upstream.url, { ...story, keywords: [flaggedKeyword] })
    expect(status).toBe(422)
    expect(body.error).toMatchObject({
      code: 'CONTENT_REJECTED',
      details: { reason: 'moderation', stage: 'input', categories: ['violence'] }
    })
    expect(upstream.double.chats()).toHaveLength(0)
  })
})

describe('With the simulator only', () => {
  const upstream = useDouble<SimulatorDouble>(startSimulatorDouble)

  it('a refusal is reported as a refusal', async () => {
    upstream.double.refuses()
    const { status, body } = await generate(upstream.url, story)
    expect(status).toBe(422)
    expect(body.error).toMatchObject({ code: 'AI_REFUSED', details: { reason: 'refusal' } })
    expect(upstream.double.chats()).toHaveLength(1)
  })

  it('the Retry-After of an overloaded server is forwarded', async () => {
    upstream.double.fails(503, { retryAfter: 60 })
    const { headers } = await generate(upstream.url, story)
    expect(headers['retry-after']).toBe('60')
    expect(upstream.double.chats()).toHaveLength(1)
  })

  it('a client disconnect aborts the upstream call', async () => {
    upstream.double.isSilent()
    const controller = new AbortController()
    const call = fetch(`${upstream.url}/api/v1/generate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': testKey },
      body: JSON.stringify(story),
      signal: controller.signal
    })
    await upstream.double.simulator.waitFor(({ inFlight }) => inFlight === 1)
    controller.abort()
    await expect(call).rejects.toThrow()
    const { aborted } = await upstream.double.simulator.waitFor(({ inFlight }) => inFlight === 0)
    expect(aborted).toBe(1)
  })
})
