import type { FaultRule } from '../../tools/simulator/fault-rule.ts'
import { Books } from '../harness/books.js'
import { storyRequest } from '../harness/requests.js'
import { hear } from '../harness/sse.js'
import { useService } from '../harness/use-service.js'

const service = useService({
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000',
  OPENAI_MAX_RETRIES: '2',
  OPENAI_FALLBACK_MODELS: 'gpt-4.1-mini'
})
const books = new Books(() => service.app)
beforeEach(() => books.burn())
const chats = (): number => service.simulator.stats().calls['POST /v1/chat/completions'] ?? 0
const tasks = (): readonly unknown[] =>
  service.simulator.requests().map(({ body }) => {
    const { messages } = body as { readonly messages: readonly { readonly content: string }[] }
    const last = JSON.parse(messages.at(-1)?.content ?? '{}') as { readonly task?: unknown }
    return last.task
  })

describe('A streamed story that lacks something', () => {
  it.each<[string, FaultRule, object]>([
    ['keywords', { fault: 'omit-keywords', on: 'write' }, { keywordsMissing: [] }],
    ['length', { fault: 'too-short', on: 'write' }, { keywordsMissing: [] }],
    ['its end', { fault: 'truncation', on: 'write' }, { keywordsMissing: [] }]
  ])('(%s) goes on where it stopped, and is whole', async (_, rule, truth) => {
    service.simulator.setFaults([rule])
    const heard = await hear(service.url, storyRequest({ minLength: 200, maxLength: 300 }))
    expect(heard.error).toBeUndefined()
    expect(tasks()).toEqual(['write', 'continue'])
    expect(heard.content).toBe(heard.done?.['content'])
    expect(heard.done).toMatchObject(truth)
    expect(heard.done?.['wordCount']).toBeGreaterThanOrEqual(180)
    expect(heard.names.filter(name => name === 'title')).toHaveLength(1)
    const entries = (await books.entries()).filter(({ kind }) => kind === 'settled')
    expect(entries.map(({ payer }) => payer)).toEqual(['owner', 'owner'])
    const usage = heard.done?.['usage'] as { readonly totalTokens: number }
    expect(usage.totalTokens).toBe(entries.reduce((sum, { tokens }) => sum + tokens, 0))
  })

  it('says what is missing still, and asks once only', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords' }])
    const heard = await hear(service.url)
    expect(chats()).toBe(2)
    expect(heard.done).toMatchObject({ keywordsUsed: [], keywordsMissing: ['fox', 'lantern'] })
    expect(heard.content).toBe(heard.done?.['content'])
    expect(heard.content).not.toMatch(/\bfox\b/i)
  })

  it('and is cut off twice is not called finished', async () => {
    service.simulator.setFaults([{ fault: 'truncation' }])
    const heard = await hear(service.url)
    expect(heard.names.at(-1)).toBe('error')
    expect(heard.error?.error).toMatchObject({
      code: 'AI_SERVICE_ERROR',
      details: { reason: 'truncated_for_good' }
    })
    const ends = (await books.entries()).filter(({ kind }) => kind !== 'started')
    expect(ends.map(({ payer }) => payer)).toEqual(['service', 'service'])
    expect(await books.stories()).toBe(0)
  })

  it('is delivered as it is when nobody can go on with it', async () => {
    service.simulator.setFaults([
      { fault: 'omit-keywords', on: 'write' },
      { fault: 'status-401', on: 'continue' }
    ])
    const heard = await hear(service.url)
    expect(heard.done).toMatchObject({ keywordsMissing: ['fox', 'lantern'] })
    expect(heard.content).toBe(heard.done?.['content'])
  })

  it('and whose rest breaks off in mid-stream is an error, and the service pays for all of it', async () => {
    service.simulator.setFaults([
      { fault: 'truncation', on: 'write' },
      { fault: 'cut-stream', on: 'continue' }
    ])
    const heard = await hear(service.url)
    expect(heard.names.at(-1)).toBe('error')
    const ends = (await books.entries()).filter(({ kind }) => kind !== 'started')
    expect(ends.map(({ payer }) => payer)).toEqual(['service', 'service'])
  })
})

describe('A stream', () => {
  it.each<[string, FaultRule]>([
    ['429', { fault: 'status-429', value: 0, times: 1 }],
    ['500', { fault: 'status-500', times: 1 }],
    ['a reset', { fault: 'reset', times: 1 }]
  ])('is tried again before its first byte, after %s', async (_, rule) => {
    service.simulator.setFaults([rule])
    const heard = await hear(service.url)
    expect(heard.names.at(-1)).toBe('done')
    expect(chats()).toBe(2)
  })

  it('is told by another model where the first cannot be asked', async () => {
    service.simulator.setFaults([{ fault: 'status-404', model: 'gpt-4o-mini' }])
    const heard = await hear(service.url)
    expect(heard.names.at(-1)).toBe('done')
    expect(service.simulator.stats().models).toMatchObject({ 'gpt-4.1-mini': { calls: 1 } })
  })

  it('that is cut in mid-stream ends with the one error body; nobody else is asked', async () => {
    service.simulator.setFaults([{ fault: 'cut-stream' }])
    const heard = await hear(service.url)
    expect(heard.status).toBe(200)
    expect(heard.names.at(-1)).toBe('error')
    expect(heard.content.length).toBeGreaterThan(100)
    expect(heard.error).toMatchObject({
      success: false,
      statusCode: 503,
      requestId: heard.headers.get('X-Request-ID'),
      error: {
        code: 'AI_UNAVAILABLE',
        details: { reason: 'connection_lost' },
        correlation_id: heard.headers.get('X-Correlation-ID'),
        path: '/api/v1/stories/stream'
      }
    })
    expect(chats()).toBe(1)
    const lost = (await books.entries()).find(({ kind }) => kind !== 'started')
    expect(lost).toMatchObject({ kind: 'lost', payer: 'service', reported: false })
    expect(await books.reservations()).toBe(0)
    expect(await books.disagreements()).toEqual([])
  })

  it('whose first answer holds no story asks once more: nobody has heard any of it', async () => {
    service.simulator.setFaults([{ fault: 'off-schema', times: 1 }])
    const heard = await hear(service.url)
    expect(heard.names.at(-1)).toBe('done')
    expect(tasks()).toEqual(['write', 'write'])
  })
})
