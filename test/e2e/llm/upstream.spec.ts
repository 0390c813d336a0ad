import type { FaultName } from '../../../tools/simulator/faults/faults.ts'
import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { startService } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

interface ChatMessage {
  readonly role: string
  readonly content: string
}

const settings = {
  OPENAI_MAX_RETRIES: '1',
  REFUSED_MODELS: 'forbidden-model',
  // Each test is about one call; the circuit breaker has tests of its own.
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000'
}

describe('A provider that fails permanently', () => {
  const service = useService(settings)

  it.each<[FaultName, number | string | undefined, number, string, string, boolean]>([
    ['status-400', undefined, 502, 'AI_SERVICE_ERROR', 'upstream_refused_request', false],
    ['status-401', undefined, 502, 'AI_SERVICE_ERROR', 'upstream_credentials_refused', false],
    ['status-403', undefined, 502, 'AI_SERVICE_ERROR', 'upstream_credentials_refused', false],
    ['status-404', undefined, 502, 'AI_SERVICE_ERROR', 'upstream_model_unknown', false],
    ['status-408', undefined, 503, 'AI_UNAVAILABLE', 'upstream_request_timeout', true],
    ['status-409', undefined, 503, 'AI_UNAVAILABLE', 'upstream_conflict', true],
    ['status-429', undefined, 503, 'AI_UNAVAILABLE', 'upstream_rate_limit', true],
    ['insufficient-quota', undefined, 503, 'AI_UNAVAILABLE', 'upstream_quota_exhausted', false],
    ['context-length', undefined, 502, 'AI_SERVICE_ERROR', 'upstream_context_too_long', false],
    ['status-500', undefined, 503, 'AI_UNAVAILABLE', 'upstream_server_error', true],
    ['status-502', undefined, 503, 'AI_UNAVAILABLE', 'upstream_server_error', true],
    ['status-503', undefined, 503, 'AI_UNAVAILABLE', 'upstream_server_error', true],
    ['refusal', undefined, 422, 'AI_REFUSED', 'refusal', false],
    ['content-filter', undefined, 422, 'AI_REFUSED', 'content_filter', false],
    ['empty-choices', undefined, 502, 'AI_SERVICE_ERROR', 'no_story_in_answer', false],
    ['empty-content', undefined, 502, 'AI_SERVICE_ERROR', 'no_story_in_answer', false],
    ['broken-json', undefined, 502, 'AI_SERVICE_ERROR', 'truncated_for_good', false],
    ['off-schema', undefined, 502, 'AI_SERVICE_ERROR', 'no_story_in_answer', false],
    ['other-model', 'forbidden-model', 502, 'AI_SERVICE_ERROR', 'model_not_allowed', false],
    ['cut-stream', undefined, 503, 'AI_UNAVAILABLE', 'connection_lost', true],
    ['reset', undefined, 503, 'AI_UNAVAILABLE', 'connection_failed', true]
  ])('by %s has its own reason', async (fault, value, status, code, reason, retryable) => {
    service.simulator.setFaults([{ fault, ...(value !== undefined && { value }) }])
    const answer = await generate(service.url)
    expect({ status: answer.status, code: answer.body.error?.code }).toEqual({ status, code })
    expect(answer.body.error).toMatchObject({ details: { reason }, retryable })
    expect(answer.body.detail).toBe(answer.body.message)
  })

  it.each<[FaultName, number | undefined]>([
    ['silent', undefined],
    ['slow-first-byte', 60_000]
  ])('by %s exceeds the timeout of an attempt', async (fault, value) => {
    const impatient = await startService({
      ...settings,
      OPENAI_BASE_URL: service.simulator.baseUrl,
      OPENAI_TIMEOUT: '1',
      OPENAI_ATTEMPT_TIMEOUT: '2'
    })
    service.simulator.setFaults([{ fault, ...(value !== undefined && { value }) }])
    const { status, body } = await generate(impatient.url)
    await impatient.close()
    expect(status).toBe(504)
    expect(body.error).toMatchObject({
      code: 'AI_TIMEOUT',
      details: { reason: 'attempt_timeout' },
      retryable: true
    })
  })

  it('by refusing connections is unavailable', async () => {
    const nowhere = await startService({
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      OPENAI_MAX_RETRIES: '0'
    })
    const { status, body } = await generate(nowhere.url)
    await nowhere.close()
    expect(status).toBe(503)
    expect(body.error).toMatchObject({
      code: 'AI_UNAVAILABLE',
      details: { reason: 'connection_failed' }
    })
  })

  it('by sending no data in the middle of an answer is retried, then has its own reason', async () => {
    const retrying = await startService({
      OPENAI_BASE_URL: service.simulator.baseUrl,
      OPENAI_MAX_RETRIES: '1',
      OPENAI_TIMEOUT: '3'
    })
    service.simulator.setFaults([{ fault: 'stall' }])
    const { status, body } = await generate(retrying.url)
    await retrying.close()
    expect(status).toBe(504)
    expect(body.error).toMatchObject({ code: 'AI_TIMEOUT', details: { reason: 'upstream_silent' } })
    expect(service.simulator.requests()).toHaveLength(2)
  })

  it('returns Retry-After in header and body', async () => {
    service.simulator.setFaults([{ fault: 'status-503', value: 7 }])
    const { headers, body } = await generate(service.url)
    expect(headers['retry-after']).toBe('7')
    expect(body.error.retryAfter).toBe(7)
  })
})

describe('Generations over the concurrency limit', () => {
  const service = useService({ AI_MAX_CONCURRENCY: '1', AI_QUEUE_LIMIT: '1' })

  it('wait in the queue, and are rejected at once when it is full', async () => {
    service.simulator.setFaults([{ fault: 'held' }])
    const asked = [1, 2, 3].map(() => generate(service.url).then(answer => answer))
    const refused = await Promise.race(asked)
    service.simulator.setFaults([])
    const answers = await Promise.all(asked)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2)
    expect(refused.status).toBe(503)
    expect(refused.headers['retry-after']).toBe('2')
    expect(refused.body.error).toMatchObject({
      code: 'SERVICE_OVERLOADED',
      details: { reason: 'bulkhead_full' },
      retryable: true
    })
    expect(service.simulator.requests()).toHaveLength(2)
  })
})

describe('A provider that fails once', () => {
  // A new service, because the tests before may have used up the retry budget of theirs.
  const service = useService(settings)

  it.each<FaultName>(['status-500', 'status-429', 'reset', 'cut-stream'])(
    'by %s is retried, and the client gets a story',
    async fault => {
      service.simulator.setFaults([{ fault, times: 1 }])
      const { status, body } = await generate(service.url)
      expect(status).toBe(200)
      expect(body.keywords_missing).toEqual([])
    }
  )

  it.each<FaultName>(['broken-json', 'off-schema', 'empty-content'])(
    'by %s is retried once, and both answers are charged',
    async fault => {
      service.simulator.setFaults([{ fault, times: 1 }])
      const { status, body } = await generate(service.url)
      expect(status).toBe(200)
      expect(body.usage.completion_tokens).toBe(service.simulator.stats().tokens.completion)
    }
  )

  it('during a repair leaves the first story with its real check results', async () => {
    service.simulator.setFaults([
      { fault: 'omit-keywords', value: 1, on: 'write' },
      { fault: 'status-400', on: 'edit' }
    ])
    const { status, body } = await generate(service.url)
    expect(status).toBe(200)
    expect(body.keywords_missing).toHaveLength(1)
    expect(new Set([...body.keywords_used, ...body.keywords_missing])).toEqual(
      new Set(['fox', 'lantern'])
    )
  })
})

describe('A story that fails its checks', () => {
  const service = useService(settings)

  it.each<[FaultName, object]>([
    ['omit-keywords', { keywords_missing: [] }],
    ['too-short', {}],
    ['too-long', {}]
  ])('by %s is repaired once and then delivered', async (fault, expected) => {
    service.simulator.setFaults([{ fault, on: 'write' }])
    const { status, body } = await generate(service.url, storyRequest({ max_length: 300 }))
    expect(status).toBe(200)
    expect(body).toMatchObject(expected)
    expect(body.word_count).toBeGreaterThanOrEqual(180)
    expect(body.word_count).toBeLessThanOrEqual(300)
    expect(service.simulator.requests()).toHaveLength(2)
  })

  it('again after the repair is delivered with its real check results', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords' }])
    const { status, body } = await generate(service.url)
    expect(status).toBe(200)
    expect(body).toMatchObject({ keywords_used: [], keywords_missing: ['fox', 'lantern'] })
    expect(service.simulator.requests()).toHaveLength(2)
  })

  it('is repaired by edits of its text, which is sent as data', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords', on: 'write' }])
    await generate(service.url)
    const messages =
      (service.simulator.requests()[1]?.body as { messages: ChatMessage[] } | undefined)
        ?.messages ?? []
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(JSON.parse(messages[1]?.content ?? '')).toMatchObject({
      task: 'edit',
      missing_keywords: ['fox', 'lantern'],
      content: expect.any(String)
    })
  })

  it.each<[FaultName, string]>([
    ['markdown-title', 'title'],
    ['markdown-content', 'content'],
    ['fenced-json', 'content']
  ])('in form only, by %s, becomes plain text without another call', async (fault, field) => {
    service.simulator.setFaults([{ fault }])
    const { status, body } = await generate(service.url)
    expect(status).toBe(200)
    expect(body[field]).not.toMatch(/[#*`]/)
    expect(service.simulator.requests()).toHaveLength(1)
  })
})

describe('Usage that the provider does not report', () => {
  const service = useService(settings)

  it('is estimated', async () => {
    service.simulator.setFaults([{ fault: 'no-usage' }])
    const { body } = await generate(service.url)
    const { completion } = service.simulator.stats().tokens
    expect(Math.abs(body.usage.completion_tokens - completion)).toBeLessThanOrEqual(3)
    expect(body.cost_usd).toBeGreaterThan(0)
  })
})
