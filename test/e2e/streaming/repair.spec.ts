import type { FaultRule } from '../../../tools/simulator/faults/fault-rule.ts'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { storyRequest } from '../../harness/fixtures/requests.js'
import { readStory } from '../../harness/assertions/story-stream.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000',
  OPENAI_MAX_RETRIES: '2',
  OPENAI_FALLBACK_MODELS: 'gpt-4.1-mini'
})
const ledger = new LedgerReader(() => service.app)
beforeEach(() => ledger.clear())
const chats = (): number => service.simulator.stats().calls['POST /v1/chat/completions'] ?? 0
const tasks = (): readonly unknown[] =>
  service.simulator.requests().map(({ body }) => {
    const { messages } = body as { readonly messages: readonly { readonly content: string }[] }
    const last = JSON.parse(messages.at(-1)?.content ?? '{}') as { readonly task?: unknown }
    return last.task
  })

describe('A streamed story that is incomplete', () => {
  it.each<[string, FaultRule, object]>([
    ['keywords', { fault: 'omit-keywords', on: 'write' }, { keywordsMissing: [] }],
    ['length', { fault: 'too-short', on: 'write' }, { keywordsMissing: [] }],
    ['its end', { fault: 'truncation', on: 'write' }, { keywordsMissing: [] }]
  ])('(%s) is continued where it stopped, until it is complete', async (_, rule, truth) => {
    service.simulator.setFaults([rule])
    const received = await readStory(service.url, storyRequest({ minLength: 200, maxLength: 300 }))
    expect(received.error).toBeUndefined()
    expect(tasks()).toEqual(['write', 'continue'])
    expect(received.content).toBe(received.done?.['content'])
    expect(received.done).toMatchObject(truth)
    expect(received.done?.['wordCount']).toBeGreaterThanOrEqual(180)
    expect(received.names.filter(name => name === 'title')).toHaveLength(1)
    const entries = (await ledger.entries()).filter(({ kind }) => kind === 'settled')
    expect(entries.map(({ payer }) => payer)).toEqual(['owner', 'owner'])
    const usage = received.done?.['usage'] as { readonly totalTokens: number }
    expect(usage.totalTokens).toBe(entries.reduce((sum, { tokens }) => sum + tokens, 0))
  })

  it('is continued once only, and the response lists what is still missing', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords' }])
    const received = await readStory(service.url)
    expect(chats()).toBe(2)
    expect(received.done).toMatchObject({ keywordsUsed: [], keywordsMissing: ['fox', 'lantern'] })
    expect(received.content).toBe(received.done?.['content'])
    expect(received.content).not.toMatch(/\bfox\b/i)
  })

  it('is not reported as finished when it is cut off twice', async () => {
    service.simulator.setFaults([{ fault: 'truncation' }])
    const received = await readStory(service.url)
    expect(received.names.at(-1)).toBe('error')
    expect(received.error?.error).toMatchObject({
      code: 'AI_SERVICE_ERROR',
      details: { reason: 'truncated_for_good' }
    })
    const ends = (await ledger.entries()).filter(({ kind }) => kind !== 'started')
    expect(ends.map(({ payer }) => payer)).toEqual(['service', 'service'])
    expect(await ledger.stories()).toBe(0)
  })

  it('is delivered as it is when no model can continue it', async () => {
    service.simulator.setFaults([
      { fault: 'omit-keywords', on: 'write' },
      { fault: 'status-401', on: 'continue' }
    ])
    const received = await readStory(service.url)
    expect(received.done).toMatchObject({ keywordsMissing: ['fox', 'lantern'] })
    expect(received.content).toBe(received.done?.['content'])
  })

  it('is an error charged to the service when its continuation breaks off', async () => {
    service.simulator.setFaults([
      { fault: 'truncation', on: 'write' },
      { fault: 'cut-stream', on: 'continue' }
    ])
    const received = await readStory(service.url)
    expect(received.names.at(-1)).toBe('error')
    const ends = (await ledger.entries()).filter(({ kind }) => kind !== 'started')
    expect(ends.map(({ payer }) => payer)).toEqual(['service', 'service'])
  })
})

describe('A stream', () => {
  it.each<[string, FaultRule]>([
    ['429', { fault: 'status-429', value: 0, times: 1 }],
    ['500', { fault: 'status-500', times: 1 }],
    ['a reset', { fault: 'reset', times: 1 }]
  ])('is retried before its first byte, after %s', async (_, rule) => {
    service.simulator.setFaults([rule])
    const received = await readStory(service.url)
    expect(received.names.at(-1)).toBe('done')
    expect(chats()).toBe(2)
  })

  it('is written by the fallback model when the first is unavailable', async () => {
    service.simulator.setFaults([{ fault: 'status-404', model: 'gpt-4o-mini' }])
    const received = await readStory(service.url)
    expect(received.names.at(-1)).toBe('done')
    expect(service.simulator.stats().models).toMatchObject({ 'gpt-4.1-mini': { calls: 1 } })
  })

  it('that is cut in mid-stream ends with an error event, without a fallback', async () => {
    service.simulator.setFaults([{ fault: 'cut-stream' }])
    const received = await readStory(service.url)
    expect(received.status).toBe(200)
    expect(received.names.at(-1)).toBe('error')
    expect(received.content.length).toBeGreaterThan(100)
    expect(received.error).toMatchObject({
      success: false,
      statusCode: 503,
      requestId: received.headers.get('X-Request-ID'),
      error: {
        code: 'AI_UNAVAILABLE',
        details: { reason: 'connection_lost' },
        correlation_id: received.headers.get('X-Correlation-ID'),
        path: '/api/v1/stories/stream'
      }
    })
    expect(chats()).toBe(1)
    const lost = (await ledger.entries()).find(({ kind }) => kind !== 'started')
    expect(lost).toMatchObject({ kind: 'lost', payer: 'service', reported: false })
    expect(await ledger.reservations()).toBe(0)
    expect(await ledger.disagreements()).toEqual([])
  })

  it('is retried once when the first answer contains no story, since no event was sent', async () => {
    service.simulator.setFaults([{ fault: 'off-schema', times: 1 }])
    const received = await readStory(service.url)
    expect(received.names.at(-1)).toBe('done')
    expect(tasks()).toEqual(['write', 'write'])
  })
})
