import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse
} from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  JiraiyaClient,
  serviceToken,
  type Credential,
  type JiraiyaError,
  type JiraiyaOptions
} from '../../docs/examples/backend.ts'
import {
  StoryDesk,
  tellStory,
  type Outcome,
  type StoryEvent
} from '../../docs/examples/dashboard.ts'
import { errorCatalogue } from '#core/errors/error-catalogue.js'
import { startSimulator, type Simulator } from '../../tools/simulator/simulator.ts'
import { fox, testKey } from '../harness/requests.js'
import { startService, type Service } from '../harness/service.js'
import { claimsOf, nowSeconds, serviceSecret, userId, userToken } from '../harness/tokens.js'

const page = await readFile('docs/integration.md', 'utf8')

const dashboardOrigin = 'https://dashboard.kuybi.test'
const trustedKey = 'the-key-of-a-backend-that-may-act-and-issue'
const credentials = {
  trusted: { kind: 'api-key', key: trustedKey },
  plain: { kind: 'api-key', key: testKey },
  unknown: { kind: 'api-key', key: 'unknown' },
  service: { kind: 'service', secret: serviceSecret, issuer: 'kuybi-backend', subject: 'kuybi' }
} as const satisfies Record<string, Credential>

let simulator: Simulator
let service: Service

function settings(): Readonly<Record<string, string>> {
  return {
    OPENAI_BASE_URL: simulator.baseUrl,
    OPENAI_MAX_RETRIES: '0',
    // The failures here are each for one test; together they would open the breaker.
    CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000',
    SERVICE_JWT_SECRET: serviceSecret,
    SERVICE_SCOPES: '{"kuybi":["stories","act-as"]}',
    CORS_ORIGINS: dashboardOrigin,
    API_KEYS: JSON.stringify([
      testKey,
      {
        name: 'trusted',
        sha256: createHash('sha256').update(trustedKey).digest('hex'),
        scopes: ['stories', 'act-as', 'tokens:issue']
      }
    ])
  }
}

beforeAll(async () => {
  simulator = await startSimulator()
  service = await startService(settings())
})
afterAll(async () => {
  await service.close()
  await simulator.close()
})
beforeEach(() => simulator.reset())

describe('The page for client authors', () => {
  it('shows the example files to the letter, and no other TypeScript', async () => {
    const shown = [...page.matchAll(/^```(?:ts|typescript)\n(.*?)^```$/gms)].map(([, code]) => code)
    const files = ['dashboard', 'use-story', 'backend'].map(name => `docs/examples/${name}.ts`)
    expect(shown).toEqual(await Promise.all(files.map(file => readFile(file, 'utf8'))))
  })

  it('has a row for each error code, with its status and whether trying again may help', () => {
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` +\| (\d{3})\b[^|]*\| (yes|no) +\|/gm)]
    const told = Object.fromEntries(
      rows.map(([, code = '', status, again]) => [code, { status: Number(status), again }])
    )
    const codes = Object.entries(errorCatalogue).map(([code, { status, retryable }]) => [
      code,
      { status, again: retryable ? 'yes' : 'no' }
    ])
    expect(told).toEqual(Object.fromEntries(codes))
  })
})

function desk(token: string = userToken(), url: string = service.url): StoryDesk {
  return new StoryDesk({ url, token: () => token })
}

describe('The dashboard as the page shows it', () => {
  it('gets a story with the token of the user', async () => {
    const outcome = await desk().write({ ...fox, tone: 'dark', max_length: 300 })
    expect(outcome).toMatchObject({
      kind: 'story',
      story: { title: expect.any(String), keywords_used: ['fox', 'lantern'] }
    })
  })

  it('gets another story for the same wish where the user asks for one', async () => {
    const caching = await startService({ ...settings(), CACHE_TTL: '60' })
    const tab = desk(userToken(), caching.url)
    const outcomes = [await tab.write(fox), await tab.write(fox), await tab.write(fox, true)]
    await caching.close()
    expect(outcomes).toMatchObject([false, true, false].map(cached => ({ story: { cached } })))
  })

  it('logs the user out when the token is bad, and only then', async () => {
    expect(await desk(userToken({ exp: nowSeconds() - 60 })).write(fox)).toEqual({
      kind: 'log-out'
    })
    simulator.setFaults([{ fault: 'status-401' }])
    expect(await desk().write(fox)).toMatchObject({
      kind: 'failed',
      message: errorCatalogue.AI_SERVICE_ERROR.message
    })
  })

  it('shows the text of a 403', async () => {
    expect(await desk(userToken({ role: 'guest' })).write(fox)).toEqual({
      kind: 'failed',
      message: 'Insufficient permissions. Required: create Story',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/)
    })
  })

  it('shows the text of a request that breaks a rule', async () => {
    expect(await desk().write({ ...fox, max_length: 5 })).toMatchObject({
      kind: 'failed',
      message: 'Request validation failed'
    })
  })

  it('offers another try after as long as the service says', async () => {
    simulator.setFaults([{ fault: 'status-503', value: 7 }])
    expect(await desk().write(fox)).toEqual({
      kind: 'try-later',
      message: errorCatalogue.AI_UNAVAILABLE.message,
      afterSeconds: 7
    })
  })

  it('offers another try to whoever calls too often', async () => {
    const strict = await startService({ ...settings(), FLOOD_LIMIT_PER_MINUTE: '1' })
    const outcomes = []
    for (let call = 0; call < 2; call++) {
      outcomes.push(await desk(userToken(), strict.url).write(fox))
    }
    await strict.close()
    expect(outcomes).toEqual([
      expect.objectContaining({ kind: 'story' }),
      { kind: 'try-later', message: expect.any(String), afterSeconds: expect.any(Number) }
    ])
  })

  it('is called from an origin that may send what it sends, and read what it reads', async () => {
    const answer = await fetch(`${service.url}/api/v1/generate`, {
      method: 'OPTIONS',
      headers: {
        Origin: dashboardOrigin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers':
          'authorization,cache-control,content-type,idempotency-key,x-request-id'
      }
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(dashboardOrigin)
    const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase().split(/, */)
    expect(allowed).toEqual(
      expect.arrayContaining([
        'authorization',
        'cache-control',
        'content-type',
        'idempotency-key',
        'x-request-id'
      ])
    )
    const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase().split(/, */)
    expect(exposed).toEqual(expect.arrayContaining(['x-request-id', 'retry-after']))
  })

  it('stops the model when the user stops', async () => {
    simulator.setFaults([{ fault: 'silent' }])
    const stopped = desk()
    const outcome = stopped.write(fox)
    await simulator.waitFor(stats => stats.inFlight === 1)
    stopped.stop()
    expect(await outcome).toEqual({ kind: 'stopped' })
    expect((await simulator.waitFor(stats => stats.aborted === 1)).aborted).toBe(1)
  })

  it('stops the story before when another is wished for', async () => {
    simulator.setFaults([{ fault: 'silent', times: 1 }])
    const busy = desk()
    const first = busy.write(fox)
    await simulator.waitFor(stats => stats.inFlight === 1)
    const second = busy.write(fox)
    expect([(await first).kind, (await second).kind]).toEqual(['stopped', 'story'])
  })

  it('is not confused by a proxy that answers in a language of its own', async () => {
    expect(await throughBrokenProxy(url => desk(userToken(), url).write(fox))).toMatchObject({
      kind: 'failed',
      message: 'The story service answered with 502'
    })
  })

  it('offers another try when nobody answers', async () => {
    expect(await desk(userToken(), 'http://127.0.0.1:1').write(fox)).toMatchObject({
      kind: 'try-later'
    })
  })
})

/** What a page shows of a story that is told. */
class Shown {
  readonly events: StoryEvent[] = []
  begun = 0
  text = ''

  readonly show = (event: StoryEvent): void => {
    this.events.push(event)
    if (event.name === 'meta') {
      this.begun++
      this.text = ''
    }
    if (event.name === 'delta') this.text += event.text
  }

  get names(): readonly string[] {
    return this.events.map(({ name }) => name)
  }
}

async function heardFrom(events: AsyncIterable<StoryEvent>): Promise<Shown> {
  const shown = new Shown()
  for await (const event of events) shown.show(event)
  return shown
}

describe('The dashboard that hears a story while it is written, as the page shows it', () => {
  it('shows it as it grows', async () => {
    const shown = new Shown()
    const outcome = await desk().tell({ ...fox, maxLength: 200 }, shown.show)
    expect(shown.names.slice(0, 3)).toEqual(['meta', 'title', 'delta'])
    expect(shown.names.length).toBeGreaterThan(50)
    expect(shown.names.at(-1)).toBe('done')
    expect(outcome).toMatchObject({
      kind: 'story',
      story: { content: shown.text, keywordsMissing: [], draft: { type: 'STORY' } }
    })
  })

  it('stops the model when the user stops, and shows nothing more', async () => {
    simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    const stopped = desk()
    const shown = new Shown()
    const outcome = await stopped.tell(fox, event => {
      shown.show(event)
      if (event.name === 'delta') stopped.stop()
    })
    expect(outcome).toEqual({ kind: 'stopped' })
    expect(shown.names).toEqual(['meta', 'title', 'delta'])
    expect((await simulator.waitFor(stats => stats.aborted === 1)).aborted).toBe(1)
  })

  it('stops the model when the loop over the events is left', async () => {
    simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    const { signal } = new AbortController()
    for await (const { name } of tellStory(pageAt(), fox, { signal })) if (name === 'delta') break
    expect((await simulator.waitFor(stats => stats.aborted === 1)).aborted).toBe(1)
  })

  it('is told a finished story again at once, by its key', async () => {
    const { signal } = new AbortController()
    const asking = { signal, idempotencyKey: 'told-4711' }
    const first = await heardFrom(tellStory(pageAt(), fox, asking))
    const again = await heardFrom(tellStory(pageAt(), fox, asking))
    expect(again.text).toBe(first.text)
    expect(again.events.at(-1)).toEqual(first.events.at(-1))
    expect(simulator.requests()).toHaveLength(1)
  })

  it('begins anew under the same key when the connection was lost', async () => {
    const keys: unknown[] = []
    const shown = new Shown()
    const outcome = await throughProxy(
      (request, response) => {
        keys.push(request.headers['idempotency-key'])
        passOn(request, answer => {
          response.writeHead(answer.statusCode ?? 0, answer.headers)
          answer.pipe(response)
          if (keys.length > 1) return
          answer.once('data', () =>
            setImmediate(() => [response, answer].map(end => end.destroy()))
          )
        })
      },
      url => {
        simulator.setFaults([{ fault: 'slow-stream', value: 5, times: 1 }])
        return desk(userToken(), url).tell(fox, shown.show)
      }
    )
    expect(outcome).toMatchObject({ kind: 'story', story: { content: shown.text } })
    expect(shown.begun).toBe(2)
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]])
  })

  it('comes again when the instance has ended, after as long as its stream says', async () => {
    const times: number[] = []
    const outcome = await throughProxy(
      (request, response) => {
        if (times.push(performance.now()) === 1) {
          const error = { code: 'SHUTTING_DOWN', retryable: true }
          const data = JSON.stringify({ statusCode: 503, message: 'Ending', error })
          response.writeHead(200, { 'Content-Type': 'text/event-stream' })
          response.end(`:\n\nretry: 300\nevent: error\ndata: ${data}\n\n`)
          return
        }
        passOn(request, answer => answer.pipe(response))
      },
      url => desk(userToken(), url).tell(fox, () => undefined)
    )
    expect(outcome.kind).toBe('story')
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(290)
  })

  it('offers another try after an error before the first event', async () => {
    simulator.setFaults([{ fault: 'status-503', value: 7 }])
    expect(await desk().tell(fox, () => undefined)).toEqual({
      kind: 'try-later',
      message: errorCatalogue.AI_UNAVAILABLE.message,
      afterSeconds: 7
    })
  })

  it('offers another try after an error in the middle, beside what was shown', async () => {
    simulator.setFaults([{ fault: 'cut-stream' }])
    const shown = new Shown()
    expect(await desk().tell(fox, shown.show)).toMatchObject({
      kind: 'try-later',
      message: errorCatalogue.AI_UNAVAILABLE.message
    })
    expect(shown.text).not.toBe('')
    expect(shown.names).not.toContain('done')
    expect(simulator.requests()).toHaveLength(1)
  })

  it('logs the user out when the token is bad', async () => {
    const late = desk(userToken({ exp: nowSeconds() - 60 }))
    expect(await late.tell(fox, () => undefined)).toEqual({ kind: 'log-out' })
  })

  it('reads every event that the page shows, in that order', async () => {
    const shown = /^```text\n(event: meta\n.*?)^```$/ms.exec(page)?.[1] ?? ''
    const heard = await throughProxy(
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        for (const character of `${shown}\n`) response.write(character)
        response.end()
      },
      url => heardFrom(tellStory(pageAt(url), fox, { signal: new AbortController().signal }))
    )
    expect(heard.names).toEqual(['meta', 'title', 'delta', 'delta', 'delta', 'done'])
    expect(heard.events.at(-1)).toMatchObject({ story: { content: heard.text } })
  })
})

function pageAt(url: string = service.url): ConstructorParameters<typeof StoryDesk>[0] {
  return { url, token: () => userToken() }
}

function passOn(request: IncomingMessage, answered: (answer: IncomingMessage) => void): void {
  const { method, headers, url } = request
  request.pipe(httpRequest(`${service.url}${url}`, { method, headers }, answered))
}

async function throughProxy<T>(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  ask: (url: string) => Promise<T>
): Promise<T> {
  const proxy = createServer(answer)
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', () => resolve()))
  try {
    return await ask(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
  } finally {
    proxy.closeAllConnections()
    proxy.close()
  }
}

function throughBrokenProxy(ask: (url: string) => Promise<Outcome>): Promise<Outcome> {
  return throughProxy((_request, response) => {
    response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad Gateway</h1>')
  }, ask)
}

function client(
  name: keyof typeof credentials = 'trusted',
  options: Partial<JiraiyaOptions> = {}
): JiraiyaClient {
  return new JiraiyaClient({ url: service.url, credential: credentials[name], ...options })
}

describe('A backend as the page shows it', () => {
  it.each(['trusted', 'service'] as const)(
    'gets a story for a user with its %s credential, under the correlation id handed in',
    async name => {
      const options = { userId, correlationId: 'correlation-of-a-test' }
      const story = await client(name).generateStory(fox, options)
      expect(story).toMatchObject({ keywords_missing: [], correlation_id: options.correlationId })
    }
  )

  it('gets the same story for the same key, written once, and finds it among those kept', async () => {
    const options = { userId: 'owner-of-one', idempotencyKey: 'job-4711' }
    const story = await client().createStory({ ...fox, maxLength: 200 }, options)
    expect(await client().createStory({ ...fox, maxLength: 200 }, options)).toEqual(story)
    expect(simulator.requests()).toHaveLength(1)
    expect(story.draft).toMatchObject({ title: story.title, type: 'STORY', status: 'DRAFT' })
    expect(await client().listStories('owner-of-one', 1, 5)).toEqual({
      results: [story],
      total: 1,
      pagination: { page: 1, limit: 5, totalPages: 1 }
    })
    expect((await client().listStories('owner-of-none')).results).toEqual([])
  })

  it('asks again with the same key after a lost connection, and gets the story that was kept', async () => {
    const relay = createServer((request, response) => {
      const { method, headers, url } = request
      const passed = httpRequest(`${service.url}${url}`, { method, headers }, answer => {
        if (++answers === 1) {
          answer.resume().on('end', () => response.destroy())
          return
        }
        response.writeHead(answer.statusCode ?? 0, answer.headers)
        answer.pipe(response)
      })
      request.pipe(passed)
    })
    let answers = 0
    await new Promise<void>(resolve => relay.listen(0, '127.0.0.1', () => resolve()))
    const url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`
    const story = await client('trusted', { url }).generateStory(fox)
    relay.closeAllConnections()
    relay.close()
    expect(story.keywords_missing).toEqual([])
    expect([answers, simulator.requests().length]).toEqual([2, 1])
  })

  it('gets another story where it wants one', async () => {
    const cached = await startService({ ...settings(), CACHE_TTL: '60' })
    const options = { url: cached.url }
    const first = await client('trusted', options).generateStory(fox)
    const same = await client('trusted', options).generateStory(fox)
    const other = await client('trusted', options).generateStory(fox, { another: true })
    await cached.close()
    expect([first.cached, same.cached, other.cached]).toEqual([false, true, false])
    expect(same.content).toBe(first.content)
  })

  it('signs a token for each call that lives a minute', async () => {
    const token = serviceToken(credentials.service)
    const { iat = 0, exp = 0 } = claimsOf(token)
    expect(exp - iat).toBe(60)
    expect(await client().inspectToken(token)).toMatchObject({
      kind: 'service',
      owner: 'service:kuybi',
      scopes: ['act-as', 'stories']
    })
  })

  it('asks again after a 503, no sooner than Retry-After says', async () => {
    simulator.setFaults([{ fault: 'status-503', value: 1, times: 1 }])
    const startedAt = performance.now()
    expect((await client().generateStory(fox)).keywords_missing).toEqual([])
    expect(performance.now() - startedAt).toBeGreaterThan(990)
    expect(simulator.requests()).toHaveLength(2)
  })

  it.each<[string, Partial<JiraiyaOptions>, number, number]>([
    ['the attempts are used up', {}, 0, 3],
    ['the wait would be too long', { retryWithinMs: 10_000 }, 60, 1]
  ])('gives up when %s', async (_, options, retryAfter, calls) => {
    simulator.setFaults([{ fault: 'status-503', value: retryAfter }])
    await expect(client('trusted', options).generateStory(fox)).rejects.toMatchObject({
      status: 503,
      code: 'AI_UNAVAILABLE',
      retryAfterSeconds: retryAfter
    })
    expect(simulator.requests()).toHaveLength(calls)
  })

  it('does not ask again where that is of no use', async () => {
    simulator.setFaults([{ fault: 'refusal' }])
    await expect(client().generateStory(fox)).rejects.toMatchObject({
      status: 422,
      code: 'AI_REFUSED',
      statusForUser: 422
    })
    expect(simulator.requests()).toHaveLength(1)
  })

  it.each<[string, keyof typeof credentials, number, string]>([
    ['an unknown key', 'unknown', 401, 'AUTHENTICATION_ERROR'],
    ['a key that may not act for users', 'plain', 403, 'AUTHORIZATION_ERROR']
  ])('does not hand %s on to its user', async (_, name, status, code) => {
    const call = client(name).generateStory(fox, { userId })
    await expect(call).rejects.toMatchObject({ status, code, statusForUser: 502 })
  })

  it('is told which field breaks a rule', async () => {
    const error = await failureOf(client().generateStory({ ...fox, genre: '' }))
    expect(error.details['validation_errors']).toMatchObject([{ field: 'genre' }])
  })

  it('stops the model when its own caller leaves', async () => {
    simulator.setFaults([{ fault: 'silent' }])
    const caller = new AbortController()
    const call = client().generateStory(fox, { signal: caller.signal })
    await simulator.waitFor(stats => stats.inFlight === 1)
    caller.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    expect((await simulator.waitFor(stats => stats.aborted === 1)).aborted).toBe(1)
  })

  it('ends its wait for another attempt when its own caller leaves', async () => {
    simulator.setFaults([{ fault: 'status-503', value: 30 }])
    const caller = new AbortController()
    const call = client().generateStory(fox, { signal: caller.signal })
    await simulator.waitFor(stats => stats.completed === 1)
    caller.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('ends a call that takes longer than it waits', async () => {
    simulator.setFaults([{ fault: 'silent' }])
    const call = client('trusted', { callTimeoutMs: 200 }).generateStory(fox)
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('issues a token with which the page of a visitor gets a story', async () => {
    const { access_token, expires_in } = await client().issueVisitorToken('visitor-7', 2)
    expect(expires_in).toBe(7200)
    expect(await client().inspectToken(access_token)).toMatchObject({
      kind: 'issued',
      owner: 'user:visitor-7',
      scopes: ['stories']
    })
    expect((await desk(access_token).write(fox)).kind).toBe('story')
  })

  it('learns that a token is worth nothing', async () => {
    expect(await client().inspectToken('worth.nothing.atall')).toBeUndefined()
  })

  it('that presents too many bad tokens of others is not heard with its own key either', async () => {
    const strict = await startService({ ...settings(), LOGIN_FAILURES_PER_MINUTE: '2' })
    const rash = client('trusted', { url: strict.url, maxAttempts: 1 })
    await rash.inspectToken('worth.nothing.atall')
    await rash.inspectToken('worth.nothing.either')
    const failure = await failureOf(rash.generateStory(fox))
    await strict.close()
    expect(failure).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' })
    expect(failure.retryAfterSeconds).toBeGreaterThan(0)
  })
})

async function failureOf(call: Promise<unknown>): Promise<JiraiyaError> {
  try {
    await call
  } catch (error) {
    return error as JiraiyaError
  }
  throw new Error('the call was expected to fail')
}
