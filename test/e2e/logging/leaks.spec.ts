import { inspect } from 'node:util'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as allOf } from 'node:stream/consumers'
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import { openApiDocument } from '../../../src/app.openapi.js'
import { CanaryWatch } from '../../harness/assertions/leak-detector.js'
import { exchange } from '../../harness/service/raw-connection.js'
import { storyRequest, testProviderKey } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'
import { userToken } from '../../harness/fixtures/tokens.js'

/** A word that is in no language and in no message of the service. */
const mark = 'Zyxwolga'
const key = 'the-key-that-may-do-everything-in-these-tests'
const scopes = ['stories', 'act-as', 'tokens:issue', 'admin']
const sha256 = createHash('sha256').update(key).digest('hex')
const marked = storyRequest({ keywords: [mark, `${mark} two`], genre: `${mark} tale` })

interface Reply {
  readonly status: number
  readonly body: string
}

/** What the provider returns; set by each test. */
let upstream: (call: { readonly text: string }) => Reply
let provider: Server
let service: Service

beforeAll(async () => {
  provider = createServer((request, response) => {
    void answerAs(request, response)
  })
  provider.listen(0, '127.0.0.1')
  await once(provider, 'listening')
})
afterAll(() => provider.close())

beforeEach(() => {
  upstream = () => ({ status: 200, body: completion(JSON.stringify(story)) })
})

/** One service for a group of tests; closing it throws when a canary was seen. */
function shareService(): void {
  beforeAll(async () => {
    service = await start()
  })
  afterAll(() => service.close())
}

async function answerAs(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = upstream({ text: await allOf(request) })
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

/** Checks log lines and responses so far; closing checks them again, and the metrics. */
function expectNoCanary(): void {
  expect(() => service.canaries.end()).not.toThrow()
}

async function start(settings: Readonly<Record<string, string>> = {}): Promise<Service> {
  const { port } = provider.address() as AddressInfo
  const started = await startService({
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    API_KEYS: JSON.stringify([{ name: 'all', sha256, scopes }]),
    OPENAI_MAX_RETRIES: '1',
    // An open breaker would keep most errors of the provider out of the later tests.
    CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000',
    MODERATION: 'both',
    ...settings
  })
  started.canaries.mark(mark)
  started.canaries.mark(mark.toLowerCase())
  started.canaries.mark(key)
  return started
}

const story = {
  title: `The ${mark} of the lantern`,
  content: `Once there was a ${mark}, and it had a lantern. `.repeat(20),
  summary: `A ${mark} has a lantern.`,
  tags: [mark]
}

function completion(content: string): string {
  const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 }
  const message = { role: 'assistant', content, refusal: null }
  const choices = [{ index: 0, message, finish_reason: 'stop' }]
  return JSON.stringify({
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices,
    usage
  })
}

const base64 = (text: string): string => Buffer.from(text).toString('base64url')
const header = base64('{"alg":"HS256","typ":"JWT"}')

interface Call {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

async function call(path: string, { method = 'POST', headers = {}, body }: Call = {}) {
  const answer = await fetch(`${service.url}${path}`, {
    method,
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
  })
  return { status: answer.status, text: await answer.text() }
}

const generating = ['/api/v1/generate', '/api/v1/stories', '/api/v1/stories/stream'] as const

describe('A canary does not reach logs, metrics or error bodies', () => {
  shareService()

  it('from any part of a request to any route', async () => {
    const bodies = [
      undefined,
      marked,
      { [mark.slice(0, 3)]: mark, title: mark, user_id: `${mark} !`, dailyUsd: mark },
      [mark],
      `"${mark}"`,
      `{"keywords": ["${mark}`,
      `${mark}\n    at ${mark} (file.js:1:1)`,
      JSON.stringify({ ...marked, filler: mark.repeat(10_000) })
    ]
    for (const [path, item] of Object.entries((await openApiDocument(service.app)).paths)) {
      for (const method of Object.keys(item)) {
        const address = `${path.replaceAll(/\{\w+\}/g, mark)}?${mark}-name=${mark}&page=${mark}&tone=${mark}`
        for (const body of /get|head/.test(method) ? [undefined] : bodies) {
          await call(address, { method: method.toUpperCase(), body })
        }
        await call(address, {
          method: method.toUpperCase(),
          headers: { 'X-API-Key': mark.repeat(5) }
        })
      }
    }
    expectNoCanary()
  })

  it.each([
    'Authorization',
    'X-API-Key',
    'Idempotency-Key',
    'Cookie',
    'User-Agent',
    'Prefer',
    'Cache-Control',
    'Content-Type',
    'Accept',
    'Origin',
    'Referer',
    'X-Forwarded-For',
    'traceparent',
    'tracestate',
    'baggage'
  ])('from the header %s', async name => {
    for (const path of generating) {
      for (const value of [mark, `Bearer ${mark}.${mark}.${mark}`, `${mark}=${mark}, ${mark}`]) {
        await call(path, { headers: { [name]: value }, body: marked })
      }
    }
    expectNoCanary()
  })

  it.each([
    'keywords',
    'genre',
    'tone',
    'language',
    'audience',
    'max_length',
    'maxLength',
    'minLength'
  ])('from the field %s, whatever is in it', async field => {
    const values = [mark, mark.repeat(30), [mark], [[mark]], { [field]: mark }, [{ mark }], '']
    for (const value of values) {
      await call('/api/v1/generate', { body: { ...marked, [field]: value } })
      await call('/api/v1/stories', { body: storyRequest({ [field]: value }) })
    }
    expectNoCanary()
  })

  it('from X-User-ID with an unknown or another user', async () => {
    await call('/api/v1/generate', {
      headers: { 'X-User-ID': `${mark} ${mark}` },
      body: storyRequest()
    })
    const { status } = await call('/api/v1/generate', {
      headers: { 'X-User-ID': mark, Authorization: `Bearer ${userToken()}`, 'X-API-Key': '' },
      body: storyRequest()
    })
    expect(status).toBe(403)
    expectNoCanary()
  })

  it.each<[string, string]>([
    ['whose claims are no JSON', `${header}.${base64(`${mark} and more`)}.x`],
    ['whose header is no JSON', `${base64(mark)}.${base64('{}')}.x`],
    ['with an unknown algorithm', `${base64(`{"alg":"${mark}","typ":"JWT"}`)}.${base64('{}')}.x`],
    ['with unusual claims', userToken({ role: mark, iss: mark, aud: mark, jti: mark })],
    ['signed with another secret', userToken({ sub: mark }, mark.repeat(5))],
    ['with an expiry that is not a time', userToken({ exp: mark as unknown as number })]
  ])('from a token %s', async (_, token) => {
    for (const path of [...generating, '/api/v1/auth/validate']) {
      const headers = { 'X-API-Key': '', Authorization: `Bearer ${token}` }
      await call(path, { headers, body: storyRequest() })
    }
    expectNoCanary()
  })

  it('from bytes that are not HTTP', async () => {
    for (const bytes of [
      `${mark}\r\n\r\n`,
      `GET / HTTP/1.1\r\n${mark}\r\n\r\n`,
      `POST /api/v1/generate HTTP/1.1\r\nHost: x\r\nContent-Length: ${mark}\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${mark.repeat(3000)}\r\n\r\n`
    ]) {
      await exchange(service.url, Buffer.from(bytes))
    }
    expectNoCanary()
  })

  it('from a repeated Idempotency-Key, with the same and with another body', async () => {
    const headers = { 'Idempotency-Key': `${mark}-1` }
    for (const body of [marked, marked, { ...marked, genre: `another ${mark}` }]) {
      await call('/api/v1/generate', { headers, body })
    }
    expectNoCanary()
  })
})

describe('The provider cannot cause a leak', () => {
  shareService()

  const quoting = (text: string): object => ({
    message: `Incorrect API key provided: ${testProviderKey}. You said: ${text}`,
    type: mark,
    code: `invalid ${mark} ${testProviderKey}`,
    param: `messages ${mark} ${testProviderKey}`
  })

  it.each([400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503])(
    'by quoting prompt and key in an error %i',
    async status => {
      upstream = ({ text }) => ({ status, body: JSON.stringify({ error: quoting(text) }) })
      for (const path of generating) await call(path, { body: marked })
      expectNoCanary()
    }
  )

  it.each<[string, (text: string) => string]>([
    ['text', text => text],
    ['text like a stack', () => `${mark}\n    at ${mark} (file.js:1:1)`],
    ['a broken completion', () => `{"choices": [{"message": {"content": "${mark}`],
    ['no story', () => completion(mark)],
    ['a story off the schema', () => completion(JSON.stringify({ [mark]: mark }))],
    ['a key of its own as code', () => JSON.stringify({ error: { code: testProviderKey } })],
    ['a story', () => completion(JSON.stringify(story))]
  ])('by a response with %s', async (_, answer) => {
    for (const status of [200, 400, 500]) {
      upstream = ({ text }) => ({ status, body: answer(text) })
      for (const path of generating) await call(path, { body: marked })
    }
    expectNoCanary()
  })

  it('by a moderation result, valid or not', async () => {
    const results = [
      { flagged: true, categories: { [mark]: true }, category_scores: { [mark]: 1 } }
    ]
    for (const body of [{ results }, { error: quoting(mark) }, { results: mark }, mark]) {
      upstream = () => ({ status: 200, body: JSON.stringify(body) })
      for (const path of generating) await call(path, { body: marked })
    }
    expectNoCanary()
  })
})

describe('PostgreSQL cannot cause a leak', () => {
  shareService()
  afterEach(async () => {
    await run(sql`DROP FUNCTION IF EXISTS refuse CASCADE`)
    await run(sql`DROP INDEX IF EXISTS only_one`)
  })

  it.each<[string, string]>([
    ['a value that is no number', 'PERFORM NEW.title::integer;'],
    ['a value that is no date', 'PERFORM NEW.content::timestamptz;'],
    ['a value that is no JSON', 'PERFORM NEW.genre::jsonb;'],
    [
      'a value that is too long',
      'PERFORM NEW.content::varchar(3); NEW.title = repeat(NEW.title, 1000);'
    ],
    ['a row by a constraint', 'NEW.owner = NULL;']
  ])('by rejecting %s', async (_, statement) => {
    await run(
      sql`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS ${sql.raw(
        `$$ BEGIN ${statement} RETURN NEW; END $$`
      )}`
    )
    await run(
      sql`CREATE TRIGGER refuse BEFORE INSERT ON stories FOR EACH ROW EXECUTE FUNCTION refuse()`
    )
    for (const path of generating) await call(path, { body: marked })
    expectNoCanary()
  })

  it('by a duplicate value', async () => {
    await run(sql`TRUNCATE stories CASCADE`)
    await run(sql`CREATE UNIQUE INDEX only_one ON stories (genre)`)
    for (const path of [...generating, ...generating]) await call(path, { body: marked })
    expectNoCanary()
  })

  function run(statement: ReturnType<typeof sql>): Promise<unknown> {
    return statement.execute(service.app.get(Database).queries)
  }
})

describe('A provider key that is not a valid header value', () => {
  it('is refused at start and not printed', async () => {
    const refused = await start({ OPENAI_API_KEY: `${mark}\n-of-the-provider` }).catch(
      (error: unknown) => error
    )
    expect(inspect(refused)).toContain('OPENAI_API_KEY must be visible ASCII')
    expect(inspect(refused)).not.toContain(mark)
  })
})

describe('The leak detector', () => {
  const watch = (): CanaryWatch =>
    new CanaryWatch({
      OPENAI_API_KEY: testProviderKey,
      DATABASE_URL: 'postgres://someone:p%40ssw0rd-of-it@nowhere/x'
    })
  const line = (fields: object): string => JSON.stringify({ action: 'some_action', ...fields })

  it.each<[string, object]>([
    ['the provider’s key', { msg: `with ${testProviderKey}` }],
    ['a password', { err: { message: 'p@ssw0rd-of-it' } }],
    ['a credential', { x: ['eyJh.bGciOiJIUzI1NiIsInR5cCI6.x'] }],
    ['a keyword', { x: { y: 'a lighthouse!' } }],
    ['a genre of two words', { x: 'Sea-Shanty' }],
    ['a sentence', { err: { stack: ['at the keeper of the old house said'] } }]
  ])('finds %s, and does not print it', (_, fields) => {
    const one = watch()
    one.credential('Bearer aaaaaaaaaaaaaaaaaa.bGciOiJIUzI1NiIsInR5cCI6.short')
    one.asked({ keywords: ['lighthouse'], genre: 'sea shanty' })
    one.write(line(fields))
    // The story is known only after this line is logged.
    one.answered({ data: { content: 'It rained. The keeper of the old house said, no.' } })
    expect(() => one.end()).toThrow(/^leaked:\na log line( some_action)?: [\w, ]+( in [\w.]+)?$/)
  })

  it('accepts names that are allowed, and texts of the service', () => {
    const one = watch()
    one.asked({ keywords: ['request', 'answered'], tone: 'mysterious' })
    one.write(line({ requestId: 'lighthouse', path: '/lighthouse', msg: 'Request answered' }))
    one.asked({ keywords: ['lighthouse'] })
    expect(() => one.end()).not.toThrow()
  })

  it('finds a mark in an error body and in a metric', () => {
    const one = watch()
    one.mark(mark)
    one.errorBody('POST /x', JSON.stringify({ message: `not ${mark}` }))
    one.metrics(`# HELP a\na{model="${mark}"} 1\n`)
    expect(() => one.end()).toThrow(
      'leaked:\nthe error body of POST /x: a mark in message\na metric'
    )
  })
})
