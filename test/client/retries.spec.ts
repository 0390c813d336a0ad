import { randomUUID } from 'node:crypto'
import {
  AiUnavailableError,
  ConnectionError,
  ConnectionTimeoutError,
  UnexpectedResponseError,
  JiraiyaClient,
  type JiraiyaClientOptions
} from '../../clients/typescript/src/index.js'
import { waitAfter } from '../../clients/typescript/src/retrying.js'
import { LedgerReader } from '../harness/assertions/ledger-reader.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import {
  answerJson,
  answerPage,
  closeConnection,
  loseAnswer,
  passOn,
  useScriptedService
} from '../harness/servers/scripted-service.js'
import { useService } from '../harness/service/use-service.js'

const service = useService({
  OPENAI_MAX_RETRIES: '0',
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000'
})
const ledger = new LedgerReader(() => service.app)
const scripted = useScriptedService()
const short = storyRequest({ maxLength: 100 })

function client(options: Partial<JiraiyaClientOptions> = {}): JiraiyaClient {
  return new JiraiyaClient({
    baseUrl: scripted.url,
    apiKey: testKey,
    retry: { baseDelayMs: 0 },
    ...options
  })
}

const unavailable = (retryAfter?: number): ReturnType<typeof answerJson> => {
  const error = { code: 'AI_UNAVAILABLE', category: 'external_service', retryable: true }
  return answerJson(503, { statusCode: 503, message: 'No', error: { ...error, retryAfter } })
}

const keys = (): unknown[] => scripted.asked.map(({ headers }) => headers['idempotency-key'])

/** The costs that the owner is charged, one for each attempt. */
async function chargedFor(work: () => Promise<unknown>): Promise<readonly number[]> {
  const before = await ledger.entries()
  await work()
  const entries = (await ledger.entries()).slice(before.length)
  const charged = entries.filter(({ kind, payer }) => kind !== 'started' && payer === 'owner')
  return charged.map(({ cost }) => Number(cost))
}

describe('A retryable call', () => {
  it('waits for the time in Retry-After', async () => {
    service.simulator.setFaults([{ fault: 'status-503', value: 1, times: 1 }])
    const beganAt = performance.now()
    const charged = await chargedFor(() => client({ baseUrl: service.url }).createStory(short))
    expect(performance.now() - beganAt).toBeGreaterThan(990)
    expect(service.simulator.requests()).toHaveLength(2)
    expect(charged).toEqual([expect.any(Number)])
  })

  it('is retried with the same key and correlation id, and a new request id for each attempt', async () => {
    scripted.respondWith(closeConnection, answerPage(502), unavailable(0), passOn(service.url))
    await client({ retry: { baseDelayMs: 0, maxAttempts: 4 } }).createStory(short)
    expect(keys()).toEqual(Array(4).fill(keys()[0]))
    expect(keys()[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    const ids = (name: string) => new Set(scripted.asked.map(({ headers }) => headers[name]))
    expect(ids('x-request-id').size).toBe(4)
    expect(ids('x-correlation-id').size).toBe(1)
  })

  it('has a new key for each new story', async () => {
    scripted.respondWith(passOn(service.url))
    await client().createStory(short)
    await client().generateStory(storyRequest())
    await client().createStory(short, { idempotencyKey: 'a-key-of-its-own' })
    expect(new Set(keys()).size).toBe(3)
    expect(keys()[2]).toBe('a-key-of-its-own')
  })

  it('returns the story that was written when its response was lost, and is charged once', async () => {
    scripted.respondWith(passOn(service.url, loseAnswer), passOn(service.url))
    let received = 0
    const charged = await chargedFor(async () => {
      received = (await client().createStory(short)).costUsd
    })
    expect(scripted.asked).toHaveLength(2)
    expect(service.simulator.requests()).toHaveLength(1)
    expect(charged).toEqual([received])
  })

  it('waits for a request that still runs with the same key, and returns its story', async () => {
    service.simulator.setFaults([{ fault: 'held' }])
    const direct = client({ baseUrl: service.url })
    const named = { idempotencyKey: randomUUID() }
    const first = direct.createStory(short, named)
    await service.simulator.waitFor(({ faults }) => faults.held === 1)
    const waiting = client({
      baseUrl: service.url,
      fetch: async request => {
        const answer = await fetch(request)
        if (answer.status === 409) service.simulator.setFaults([])
        return answer
      }
    })
    const second = await waiting.createStory(short, named)
    expect(second).toEqual(await first)
    expect(service.simulator.requests()).toHaveLength(1)
  })

  it('is retried when it only reads', async () => {
    scripted.respondWith(closeConnection, passOn(service.url))
    expect((await client().listStories()).pagination.page).toBe(1)
    expect(scripted.asked).toHaveLength(2)
  })

  it('gets a new token for each attempt', async () => {
    scripted.respondWith(closeConnection)
    const tokens = ['first', 'second', 'third']
    const renewing = client({ apiKey: undefined, token: () => tokens.shift() ?? '' })
    await expect(renewing.readUsage()).rejects.toThrow(ConnectionError)
    expect(scripted.asked.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first',
      'Bearer second',
      'Bearer third'
    ])
  })
})

describe('A call is not retried', () => {
  it.each<[string, JiraiyaClientOptions['retry'], number, number]>([
    ['after three attempts', { baseDelayMs: 0 }, 0, 3],
    ['after the configured number of attempts', { maxAttempts: 2 }, 0, 2],
    ['when the total wait would be too long', { withinMs: 1000 }, 2, 1],
    ['when retries are disabled', { maxAttempts: 1 }, 0, 1]
  ])('%s', async (_, retry, retryAfter, attempts) => {
    scripted.respondWith(unavailable(retryAfter))
    await expect(client({ retry }).createStory(short)).rejects.toThrow(AiUnavailableError)
    expect(scripted.asked).toHaveLength(attempts)
  })

  it('when its own options forbid it', async () => {
    scripted.respondWith(unavailable(0))
    const once = client().createStory(short, { retry: { maxAttempts: 1 } })
    await expect(once).rejects.toThrow(AiUnavailableError)
    expect(scripted.asked).toHaveLength(1)
  })

  it('when the error is not retryable', async () => {
    service.simulator.setFaults([{ fault: 'refusal' }])
    await expect(client({ baseUrl: service.url }).createStory(short)).rejects.toMatchObject({
      code: 'AI_REFUSED'
    })
    expect(service.simulator.requests()).toHaveLength(1)
  })

  it('when a proxy responds with 403', async () => {
    scripted.respondWith(answerPage(403))
    await expect(client().readUsage()).rejects.toThrow(UnexpectedResponseError)
    expect(scripted.asked).toHaveLength(1)
  })

  it('when it times out, and the connection is closed', async () => {
    let closed: Promise<void> | undefined
    scripted.respondWith(request => {
      closed = new Promise(resolve => request.socket.once('close', () => resolve()))
    })
    const late = client({ timeouts: { otherMs: 50 } }).readUsage()
    await expect(late).rejects.toThrow(ConnectionTimeoutError)
    await expect(late).rejects.toMatchObject({ code: 'CONNECTION_TIMEOUT', retryable: false })
    expect(scripted.asked).toHaveLength(1)
    await closed
  })

  it('when a story times out, which aborts the upstream call', async () => {
    service.simulator.setFaults([{ fault: 'silent' }])
    const generationMs = 123_456
    const started = vi.spyOn(globalThis, 'setTimeout')
    const direct = client({ baseUrl: service.url, timeouts: { generationMs } })
    const call = direct.createStory(short)
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    const [expire] = started.mock.calls.find(([, ms]) => ms === generationMs) ?? []
    started.mockRestore()
    expire?.()
    await expect(call).rejects.toThrow(ConnectionTimeoutError)
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
    const silent = client({ fetch: untilAborted })
    const other = silent.generateStory(storyRequest(), { timeoutMs: 1 })
    await expect(other).rejects.toThrow('The story service sent no data for 1 ms')
  })

  it('when it is a probe', async () => {
    scripted.respondWith(closeConnection)
    await expect(client().health.read()).rejects.toThrow(ConnectionError)
    expect(scripted.asked).toHaveLength(1)
  })
})

const untilAborted: typeof fetch = request =>
  new Promise((_, reject) => {
    const { signal } = request as Request
    signal.addEventListener('abort', () => reject(signal.reason))
  })

describe('An aborted call', () => {
  it('aborts the upstream call', async () => {
    service.simulator.setFaults([{ fault: 'silent' }])
    const caller = new AbortController()
    const call = client({ baseUrl: service.url }).createStory(short, { signal: caller.signal })
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    caller.abort()
    await expect(call).rejects.toBe(caller.signal.reason)
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
  })

  it('ends the wait for the next attempt', async () => {
    const caller = new AbortController()
    scripted.respondWith(unavailable(30))
    const leaving = client({
      fetch: async request => {
        const answer = await fetch(request)
        // Runs after the client has handled the response, and long before its next attempt.
        setTimeout(() => caller.abort(), 100)
        return answer
      }
    })
    const call = leaving.createStory(short, { signal: caller.signal })
    const thrown: unknown = await call.catch((error: unknown) => error)
    expect(thrown).toBe(caller.signal.reason)
    expect(scripted.asked).toHaveLength(1)
  })

  it('sends no request when it is aborted before the start', async () => {
    scripted.respondWith(closeConnection)
    const signal = AbortSignal.abort(new Error('left'))
    await expect(client().createStory(short, { signal })).rejects.toBe(signal.reason)
    await expect(client().stories({}, { signal }).next()).rejects.toBe(signal.reason)
    expect(scripted.asked).toHaveLength(0)
  })
})

describe('The delay between two attempts', () => {
  const ids = { requestId: '', correlationId: '' }
  const lost = new ConnectionError('', ids)
  const many = Array.from({ length: 1000 })

  it('is random up to a bound that doubles, limited by the maximum', () => {
    for (const [made, boundMs] of [
      [1, 100],
      [2, 200],
      [3, 400],
      [4, 500],
      [9, 500]
    ] as const) {
      const options = { maxAttempts: 10, baseDelayMs: 100, maxDelayMs: 500 }
      const waits = many.map(() => waitAfter(lost, made, options) ?? Number.NaN)
      expect(Math.max(...waits)).toBeLessThan(boundMs)
      expect(Math.max(...waits)).toBeGreaterThan(boundMs * 0.9)
      expect(Math.min(...waits)).toBeLessThan(boundMs * 0.1)
    }
  })

  it('is Retry-After if the response has one', () => {
    expect(waitAfter(new ConnectionError('', ids, { retryAfter: 7 }), 1, {})).toBe(7000)
  })

  it('is undefined for an error that is not from a call', () => {
    expect(waitAfter(new Error('of the program'), 1, {})).toBeUndefined()
  })
})
