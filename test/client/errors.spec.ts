import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import * as exported from '../../clients/typescript/src/index.js'
import {
  ConnectionError,
  errorClasses,
  UnexpectedResponseError,
  JiraiyaClient,
  JiraiyaError,
  UnknownCodeError,
  type ErrorCode,
  type JiraiyaClientOptions
} from '../../clients/typescript/src/index.js'
import { Database } from '#core/database/database.js'
import { errorCatalogue } from '../../src/app.errors.js'
import { HealthService } from '#core/health/health.service.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import type { FaultName } from '../../tools/simulator/faults/faults.ts'
import { startSimulator, type Simulator } from '../../tools/simulator/simulator.ts'
import { keyEntry } from '../harness/fixtures/stories.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import {
  answerJson,
  answerPage,
  closeConnection,
  useScriptedService
} from '../harness/servers/scripted-service.js'
import { eventually } from '../harness/service/instances.js'
import { startService, type Service } from '../harness/service/service.js'
import { tokenSecret } from '../harness/fixtures/tokens.js'

const adminKey = 'the-key-of-those-who-may-see-everything'
const scripted = useScriptedService()
const bookRequest = { keywords: ['fox'], genre: 'fable', words: 2000 }
const once = { retry: { maxAttempts: 1 } }

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())
beforeEach(() => simulator.reset())

function client(url: string, options: Partial<JiraiyaClientOptions> = {}): JiraiyaClient {
  return new JiraiyaClient({ baseUrl: url, apiKey: testKey, ...once, ...options })
}

type Provocation = (client: JiraiyaClient, service: Service) => Promise<unknown>
type Settings = Readonly<Record<string, string>>

/** Requests that the client never sends by itself. */
function changed(change: RequestInit): Partial<JiraiyaClientOptions> {
  return { fetch: request => fetch(new Request(request, change)) }
}

function failing(fault: FaultName): Provocation {
  return caller => {
    simulator.setFaults([{ fault }])
    return caller.createStory(storyRequest())
  }
}

/** How a test provokes each error code. A new code does not compile without an entry. */
const provocations: Readonly<Record<ErrorCode, readonly [Provocation, Settings?]>> = {
  VALIDATION_ERROR: [caller => caller.createStory(storyRequest({ maxLength: 5 }))],
  MALFORMED_REQUEST: [caller => caller.with(changed({ body: '{' })).createStory(storyRequest())],
  AUTHENTICATION_ERROR: [caller => caller.with({ apiKey: 'unknown' }).readUsage()],
  AUTHORIZATION_ERROR: [caller => caller.createStory(storyRequest(), { actAs: 'somebody' })],
  NOT_FOUND: [caller => caller.readStory(randomUUID())],
  METHOD_NOT_ALLOWED: [caller => caller.with(changed({ method: 'PATCH' })).readUsage()],
  IDEMPOTENCY_IN_PROGRESS: [
    async caller => {
      simulator.setFaults([{ fault: 'silent' }])
      const leaving = new AbortController()
      const named = { idempotencyKey: randomUUID() }
      const first = caller
        .createStory(storyRequest(), { ...named, signal: leaving.signal })
        .catch(String)
      await simulator.waitFor(({ inFlight }) => inFlight === 1)
      const second = caller.createStory(storyRequest(), named)
      await second.catch(() => undefined)
      leaving.abort()
      await first
      await simulator.waitFor(({ aborted }) => aborted === 1)
      return second
    }
  ],
  JOB_NOT_FAILED: [
    async caller => {
      const { id } = await caller.jobs.create(storyRequest())
      return caller.with({ apiKey: adminKey }).admin.retryJob(id)
    }
  ],
  BOOK_NOT_PAUSED: [
    async caller => {
      const { id } = await caller.books.create(bookRequest)
      return caller.books.edit(id, { title: 'Another title' })
    }
  ],
  BOOK_COMPLETED: [
    async caller => {
      const { id } = await caller.books.create(bookRequest)
      await eventually(async () => (await caller.books.read(id)).state === 'completed')
      return caller.books.pause(id)
    },
    { WORKER_INLINE: 'true' }
  ],
  PAYLOAD_TOO_LARGE: [caller => caller.createStory(storyRequest({ genre: 'x'.repeat(66_000) }))],
  UNSUPPORTED_MEDIA_TYPE: [
    caller => {
      const headers = { 'Content-Type': 'text/plain', 'X-API-Key': testKey }
      return caller.with(changed({ headers })).createStory(storyRequest())
    }
  ],
  IDEMPOTENCY_MISMATCH: [
    async caller => {
      const named = { idempotencyKey: randomUUID() }
      await caller.createStory(storyRequest(), named)
      return caller.createStory(storyRequest({ tone: 'dark' }), named)
    }
  ],
  CONTENT_REJECTED: [
    caller => caller.createStory(storyRequest({ keywords: ['simulated-violence'] })),
    { MODERATION: 'input' }
  ],
  AI_REFUSED: [failing('refusal')],
  RATE_LIMIT_EXCEEDED: [
    async caller => {
      await caller.createStory(storyRequest())
      return caller.createStory(storyRequest())
    },
    { RATE_LIMIT_KEY_PER_MINUTE: '1' }
  ],
  BUDGET_EXCEEDED: [
    async caller => {
      const { name } = await caller.validateCredential()
      await caller.with({ apiKey: adminKey }).admin.setBudget(`key:${name}`, { dailyTokens: 1 })
      return caller.createStory(storyRequest())
    }
  ],
  INTERNAL_ERROR: [
    (caller, { app }) => {
      app.get(HealthService).report = () => Promise.reject(new TypeError('not foreseen'))
      return caller.health.read()
    }
  ],
  EXTERNAL_SERVICE_ERROR: [
    async caller => {
      const { id } = await caller.createStory(storyRequest())
      return caller.postKuybiDraft(id)
    }
  ],
  AI_SERVICE_ERROR: [failing('off-schema')],
  AI_UNAVAILABLE: [failing('status-503'), { OPENAI_MAX_RETRIES: '0' }],
  SERVICE_OVERLOADED: [
    async caller => {
      simulator.setFaults([{ fault: 'slow-first-byte', value: 1500 }])
      const asked = ['one', 'two', 'three'].map(genre =>
        caller.createStory(storyRequest({ genre }))
      )
      await Promise.allSettled(asked)
      return Promise.all(asked)
    },
    { AI_MAX_CONCURRENCY: '1', AI_QUEUE_LIMIT: '1' }
  ],
  SERVICE_UNAVAILABLE: [
    async (caller, { app }) => {
      const { promise: held, resolve: release } = Promise.withResolvers<void>()
      const { promise: locked, resolve: lockedNow } = Promise.withResolvers<void>()
      const holding = app.get(Database).transaction(async transaction => {
        await sql`LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE`.execute(transaction)
        lockedNow()
        await held
      })
      await locked
      const refused = caller.with({ apiKey: adminKey }).issueToken({ user_id: 'nobody' })
      await refused.catch(() => undefined)
      release()
      await holding
      return refused
    },
    { TOKEN_SECRET: tokenSecret, DB_TIMEOUT_FACTOR: '1' }
  ],
  SHUTTING_DOWN: [
    (caller, { app }) => {
      app.get(Lifecycle).close()
      return caller.readUsage()
    }
  ],
  AI_TIMEOUT: [failing('silent'), { GENERATION_DEADLINE: '0.2' }]
}

function settings(more: Settings = {}): Settings {
  return {
    OPENAI_BASE_URL: simulator.baseUrl,
    API_KEYS: JSON.stringify([testKey, keyEntry('admin', adminKey, ['admin', 'tokens:issue'])]),
    ...more
  }
}

const codes = Object.keys(errorCatalogue) as ErrorCode[]

describe('The error class of each code', () => {
  it('exists, is exported under its name and is unique', () => {
    expect(Object.keys(errorClasses)).toEqual(codes)
    for (const kind of Object.values(errorClasses)) expect(exported).toHaveProperty(kind.name, kind)
    expect(new Set(Object.values(errorClasses)).size).toBe(codes.length)
  })

  it.each(codes)('%s is used for a real response of the service', async code => {
    const [provoke, more] = provocations[code]
    const service = await startService(settings(more))
    const caller = client(service.url, { correlationId: 'correlation-of-a-test' })
    const error = await failureOf(provoke(caller, service))
    await service.close()
    const { status, category } = errorCatalogue[code]
    expect(error).toBeInstanceOf(errorClasses[code])
    expect(error.name).toBe(errorClasses[code].name)
    expect(error).toMatchObject({ code, status, category })
    expect(error.retryable).toBe(errorCatalogue[code].retryable)
    expect(error.message).not.toBe('')
    expect(error.requestId).toMatch(/^[\da-f-]{36}$/)
  })

  it('has the details, the seconds to wait and the ids', async () => {
    const service = await startService(settings({ RATE_LIMIT_KEY_PER_MINUTE: '1' }))
    const caller = client(service.url, { correlationId: 'correlation-of-a-test' })
    const invalid = await failureOf(caller.createStory(storyRequest({ genre: '' })))
    const limited = await failureOf(caller.createStory(storyRequest()))
    await service.close()
    expect(invalid.details.validation_errors).toMatchObject([{ field: 'genre' }])
    expect(invalid.correlationId).toBe('correlation-of-a-test')
    expect(limited.retryAfter).toBeGreaterThan(0)
  })

  it('uses the body of the response where it differs from the defaults of the code', async () => {
    const error = { code: 'AI_UNAVAILABLE', category: 'external_service', retryable: false }
    const details = { reason: 'upstream_quota_exhausted' }
    scripted.respondWith(answerJson(503, { message: 'No', error: { ...error, details } }))
    const failure = await failureOf(client(scripted.url, { retry: {} }).readUsage())
    expect(failure).toMatchObject({ retryable: false, details, message: 'No' })
    expect(scripted.asked).toHaveLength(1)
  })
})

describe('An error outside the catalogue', () => {
  it('is an UnknownCodeError with the data of its body', async () => {
    const error = { code: 'MOON_IS_FULL', category: 'conflict', retryable: true, retryAfter: 7 }
    scripted.respondWith(
      answerJson(409, { statusCode: 409, message: 'Wait', error, requestId: 'r-123456' })
    )
    const failure = await failureOf(client(scripted.url).readUsage())
    expect(failure).toBeInstanceOf(UnknownCodeError)
    expect(failure).toMatchObject({ ...error, status: 409, message: 'Wait', requestId: 'r-123456' })
  })

  it('has a default message and category when its body has none', async () => {
    scripted.respondWith(answerJson(500, { error: { code: 'toString' } }))
    const failure = await failureOf(client(scripted.url).readUsage())
    expect(failure).toBeInstanceOf(UnknownCodeError)
    expect(failure).toMatchObject({
      category: 'system',
      retryable: false,
      status: 500,
      details: {}
    })
    expect(failure.message).toContain('toString')
  })

  it.each<[string, ReturnType<typeof answerPage>, object]>([
    [
      'an error page of a proxy whose upstream is down',
      answerPage(502),
      { status: 502, retryable: true }
    ],
    [
      'an error page of a proxy that rejects the request',
      answerPage(403),
      { status: 403, retryable: false }
    ],
    ['JSON of another service', answerJson(500, ['no']), { status: 500, retryable: false }],
    ['an empty response', answerJson(503, ''), { status: 503, retryable: true }],
    [
      'an error page of a proxy with Retry-After',
      answerPage(503, { 'Retry-After': '7' }),
      { retryAfter: 7, retryable: true }
    ],
    ['a page with status 200', answerPage(200), { status: 200, retryable: false }],
    ['JSON without the envelope', answerJson(200, { id: 1 }), { status: 200 }],
    [
      'invalid JSON',
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"success":')
      },
      { status: 200, retryable: false }
    ]
  ])('is an UnexpectedResponseError: %s', async (_, script, expected) => {
    scripted.respondWith(script)
    const failure = await failureOf(client(scripted.url).readUsage())
    expect(failure).toBeInstanceOf(UnexpectedResponseError)
    expect(failure).toMatchObject({
      code: 'UNEXPECTED_RESPONSE',
      category: 'unexpected_response',
      ...expected
    })
    expect(failure.requestId).toBe(scripted.asked[0]?.headers['x-request-id'])
  })

  it('supports a date in Retry-After', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString()
    scripted.respondWith(answerPage(503, { 'Retry-After': date }))
    const { retryAfter } = await failureOf(client(scripted.url).readUsage())
    expect(retryAfter).toBeGreaterThan(50)
    expect(retryAfter).toBeLessThanOrEqual(60)
  })

  it('does not follow a redirect with its key', async () => {
    scripted.respondWith(answerPage(307, { Location: `${scripted.url}/elsewhere` }))
    expect(await failureOf(client(scripted.url).readUsage())).toMatchObject({ status: 307 })
    expect(scripted.asked).toHaveLength(1)
  })

  it('is a ConnectionError with its cause when the connection fails', async () => {
    scripted.respondWith(closeConnection)
    const failure = await failureOf(client(scripted.url).readUsage())
    expect(failure).toBeInstanceOf(ConnectionError)
    expect(failure).toMatchObject({ status: 0, category: 'connection', retryable: true })
    expect(failure.requestId).toBe(scripted.asked[0]?.headers['x-request-id'])
    expect(failure.cause).toMatchObject({ name: 'TypeError' })
  })

  it('is a ConnectionError when the connection closes in the middle of a response', async () => {
    scripted.respondWith((request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' })
      response.write('{', () => request.socket.destroy())
    })
    const failure = await failureOf(client(scripted.url).readUsage())
    expect(failure).toBeInstanceOf(ConnectionError)
    expect(failure.message).toContain('middle')
  })
})

async function failureOf(call: Promise<unknown>): Promise<JiraiyaError> {
  try {
    await call
  } catch (error) {
    if (error instanceof JiraiyaError) return error
    throw error
  }
  throw new Error('the call was expected to fail')
}
