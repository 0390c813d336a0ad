import { randomUUID } from 'node:crypto'
import {
  AiUnavailableError,
  AuthenticationError,
  ConnectionError,
  ConnectionTimeoutError,
  UnexpectedResponseError,
  JiraiyaClient,
  JiraiyaError,
  ShuttingDownError,
  type GenerationOptions,
  type JiraiyaClientOptions,
  type StoryEvent
} from '../../clients/typescript/src/index.js'
import { EventStreamParser } from '../../clients/typescript/src/event-stream-parser.js'
import { LedgerReader } from '../harness/assertions/ledger-reader.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import {
  answerEvents,
  answerJson,
  answerPage,
  closeConnection,
  passOn,
  useScriptedService
} from '../harness/servers/scripted-service.js'
import { useService } from '../harness/service/use-service.js'

const service = useService({
  STREAM_HEARTBEAT: '0.05',
  OPENAI_MAX_RETRIES: '0',
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000'
})
const ledger = new LedgerReader(() => service.app)
const scripted = useScriptedService()
const short = storyRequest({ maxLength: 100 })

function client(options: Partial<JiraiyaClientOptions> = {}): JiraiyaClient {
  return new JiraiyaClient({ baseUrl: service.url, apiKey: testKey, ...options })
}

/** A client of the scripted service, without a delay between two attempts. */
function astray(options: Partial<JiraiyaClientOptions> = {}): JiraiyaClient {
  return client({ baseUrl: scripted.url, retry: { baseDelayMs: 0 }, ...options })
}

interface Received {
  readonly types: readonly string[]
  readonly content: string
  readonly last: StoryEvent | undefined
  readonly error: unknown
}

async function readStory(from: JiraiyaClient, options: GenerationOptions = {}): Promise<Received> {
  const events: StoryEvent[] = []
  let error: unknown
  try {
    for await (const event of from.streamStory(short, options)) events.push(event)
  } catch (thrown) {
    error = thrown
  }
  const content = events.flatMap(event => (event.type === 'delta' ? [event.text] : [])).join('')
  return { types: events.map(({ type }) => type), content, last: events.at(-1), error }
}

const meta = 'event: meta\ndata: {"storyId":"1","model":"m","requestId":"r"}\n\n'
const delta = 'event: delta\ndata: {"text":"Once"}\n\n'

describe('A streamed story', () => {
  it('arrives as meta, title, deltas and done, and the deltas add up to the content', async () => {
    const { types, content, last, error } = await readStory(client())
    expect(error).toBeUndefined()
    expect(types.slice(0, 3)).toEqual(['meta', 'title', 'delta'])
    expect(new Set(types.slice(2, -1))).toEqual(new Set(['delta']))
    expect(last).toMatchObject({
      type: 'done',
      story: { content, keywordsUsed: storyRequest().keywords }
    })
  })

  it('is requested only when the iteration starts', async () => {
    const events = client().streamStory(short)
    expect(service.simulator.requests()).toEqual([])
    await events.return()
    expect(service.simulator.requests()).toEqual([])
  })

  it('is replayed for the same key, and written and charged once', async () => {
    const named = { idempotencyKey: randomUUID() }
    const first = await readStory(client(), named)
    const again = await readStory(client(), named)
    expect(again.last).toEqual(first.last)
    expect(service.simulator.requests()).toHaveLength(1)
  })

  it('is aborted when the loop exits', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    for await (const { type } of client().streamStory(short)) if (type === 'delta') break
    expect((await service.simulator.waitFor(({ aborted }) => aborted === 1)).completed).toBe(0)
  })

  it('is aborted when the loop exits at its first event', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    for await (const { type } of client().streamStory(short)) if (type === 'meta') break
    expect((await service.simulator.waitFor(({ aborted }) => aborted === 1)).completed).toBe(0)
  })

  it('is aborted by its signal, in the middle or while no data arrives', async () => {
    service.simulator.setFaults([{ fault: 'stall', on: 'stream' }])
    const leaving = new AbortController()
    const listening = readStory(client(), { signal: leaving.signal })
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    leaving.abort(new Error('the page was left'))
    expect((await listening).error).toBe(leaving.signal.reason)
    expect((await service.simulator.waitFor(({ aborted }) => aborted === 1)).completed).toBe(0)
  })

  it('emits no events after it is aborted', async () => {
    const leaving = new AbortController()
    const events = client().streamStory(short, { signal: leaving.signal })
    expect((await events.next()).value).toMatchObject({ type: 'meta' })
    leaving.abort()
    await expect(events.next()).rejects.toBe(leaving.signal.reason)
  })

  it('removes its listeners from the signal of the caller', async () => {
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    await readStory(client(), { signal })
    await client().createStory(short, { signal })
    expect(added).toHaveBeenCalledTimes(2)
    expect(new Set(removed.mock.calls.map(([, listener]) => listener))).toEqual(
      new Set(added.mock.calls.map(([, listener]) => listener))
    )
  })

  it('is kept open by comments', async () => {
    service.simulator.setFaults([{ fault: 'slow-first-byte', value: 6000 }])
    expect((await readStory(client({ timeouts: { streamIdleMs: 5000 } }))).types.at(-1)).toBe(
      'done'
    )
  })

  it('waits for a slow consumer', async () => {
    const timeoutMs = 123_456
    const started = vi.spyOn(globalThis, 'setTimeout')
    const cleared = vi.spyOn(globalThis, 'clearTimeout')
    /** The timeouts that could abort the story while its consumer works. */
    const running = (): readonly unknown[] => {
      const stopped = new Set<unknown>(cleared.mock.calls.map(([timer]) => timer))
      return started.mock.calls.flatMap(([, ms], index) => {
        const timer: unknown = started.mock.results[index]?.value
        return ms === timeoutMs && !stopped.has(timer) ? [timer] : []
      })
    }
    const atEvents: number[] = []
    for await (const _ of client().streamStory(short, { timeoutMs })) {
      atEvents.push(running().length)
    }
    expect(started.mock.calls.some(([, ms]) => ms === timeoutMs)).toBe(true)
    started.mockRestore()
    cleared.mockRestore()
    expect(new Set(atEvents)).toEqual(new Set([0]))
  })
})

describe('A stream that fails', () => {
  it('throws a typed error when it is rejected', async () => {
    const { error } = await readStory(client({ apiKey: 'unknown' }))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error).toMatchObject({ status: 401, requestId: expect.stringMatching(/^[\da-f-]{36}$/) })
  })

  it('is retried when it fails before its first event', async () => {
    service.simulator.setFaults([{ fault: 'status-503', value: 0, times: 1 }])
    const { types, error } = await readStory(client())
    expect(error).toBeUndefined()
    expect(types.at(-1)).toBe('done')
  })

  it('throws a typed error without a retry after its first event', async () => {
    service.simulator.setFaults([{ fault: 'cut-stream', on: 'stream' }])
    const { types, error } = await readStory(client())
    expect(types).toContain('delta')
    expect(error).toBeInstanceOf(AiUnavailableError)
    expect(error).toMatchObject({ status: 503, retryable: true, category: 'external_service' })
    expect(service.simulator.requests()).toHaveLength(1)
  })

  it('is retried with the same key when the connection is lost before the first event', async () => {
    scripted.respondWith(closeConnection, answerEvents([':\n\n']), passOn(service.url))
    const { types, error } = await readStory(astray())
    expect(error).toBeUndefined()
    expect(types.at(-1)).toBe('done')
    const keys = scripted.asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([expect.any(String), keys[0], keys[0]])
  })

  it('throws a ConnectionError when it ends without a final event', async () => {
    scripted.respondWith(answerEvents([meta, delta]))
    const { types, error } = await readStory(astray())
    expect(types).toEqual(['meta', 'delta'])
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({ code: 'CONNECTION_ERROR', retryable: true, status: 0 })
    expect(scripted.asked).toHaveLength(1)
  })

  it('throws a ConnectionError when the connection closes in the middle', async () => {
    scripted.respondWith((request, response) => {
      answerEvents([meta, delta], { isHeldOpen: true })(request, response)
      setImmediate(() => request.socket.destroy())
    })
    const { error } = await readStory(astray())
    expect(error).toBeInstanceOf(ConnectionError)
    expect((error as ConnectionError).cause).toMatchObject({ name: 'TypeError' })
    expect(scripted.asked).toHaveLength(1)
  })

  it('times out when no more data arrives, and the connection is closed', async () => {
    let closed: Promise<void> | undefined
    scripted.respondWith((request, response) => {
      closed = new Promise(resolve => request.socket.once('close', () => resolve()))
      answerEvents([meta], { isHeldOpen: true })(request, response)
    })
    const { types, error } = await readStory(astray({ timeouts: { streamIdleMs: 100 } }))
    expect(types).toEqual(['meta'])
    expect(error).toBeInstanceOf(ConnectionTimeoutError)
    await closed
  })

  it('is retried after the delay that an instance sends when it shuts down', async () => {
    const error = { code: 'SHUTTING_DOWN', category: 'system', retryable: true }
    const data = JSON.stringify({ statusCode: 503, message: 'Ending', error })
    const ending = answerEvents([`retry: 300\n\nevent: error\ndata: ${data}\n\n`])
    scripted.respondWith(ending, passOn(service.url))
    expect((await readStory(astray())).types.at(-1)).toBe('done')
    expect((scripted.asked[1]?.at ?? 0) - (scripted.asked[0]?.at ?? 0)).toBeGreaterThan(290)
    scripted.respondWith(ending)
    const refused = (await readStory(astray({ retry: { maxAttempts: 1 } }))).error
    expect(refused).toBeInstanceOf(ShuttingDownError)
    expect(refused).toMatchObject({ status: 503, retryAfter: 0.3, message: 'Ending' })
  })

  it.each([
    ['a page', answerPage(200)],
    ['JSON', answerJson(200, { success: true, data: {} })],
    ['invalid events', answerEvents(['event: meta\ndata: {"storyId\n\n'])]
  ])('throws an UnexpectedResponseError when the response is %s', async (_, script) => {
    scripted.respondWith(script)
    expect((await readStory(astray())).error).toBeInstanceOf(UnexpectedResponseError)
  })

  it('ignores unknown events and events after done', async () => {
    const done =
      'event: done\ndata: {"story":{"id":"1"}}\n\nevent: delta\ndata: {"text":"late"}\n\n'
    scripted.respondWith(
      answerEvents([meta, 'event: chapter\ndata: {"n":1}\n\n', 'data: {}\n\n', done])
    )
    expect((await readStory(astray())).types).toEqual(['meta', 'done'])
  })

  it('throws a ConnectionError when the response has no body', async () => {
    const empty = client({
      retry: { maxAttempts: 1 },
      fetch: async () => new Response(null, { headers: { 'Content-Type': 'text/event-stream' } })
    })
    expect((await readStory(empty)).error).toBeInstanceOf(ConnectionError)
  })

  it('leaves no reservation in the ledger', async () => {
    expect(await ledger.reservations()).toBe(0)
  })
})

describe('The event parser', () => {
  const stream = `:hello\r\nretry: 50\revent: meta\ndata: {"a":\r\ndata:1}\n\nevent\r\rdata: x\nid: 7\n\n`
  const messages = [
    { name: 'meta', data: '{"a":\n1}' },
    { name: 'message', data: 'x' }
  ]

  it.each([1, 2, 3, 5, 1000])('parses events in pieces of %d characters', size => {
    const parser = new EventStreamParser()
    const pieces = stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    expect(pieces.flatMap(piece => parser.push(piece))).toEqual(messages)
    expect(parser.retryMs).toBe(50)
  })
})

it('A ConnectionError is an instance of JiraiyaError', () => {
  expect(new ConnectionError('', { requestId: '', correlationId: '' })).toBeInstanceOf(JiraiyaError)
})
