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
  JiraiyaError,
  errorForUser,
  type JiraiyaClientOptions,
  type StoryEvent
} from '../../../clients/typescript/src/index.js'
import { inspectToken, serviceToken } from '../../../docs/examples/backend.ts'
import { StoryRequests } from '../../../docs/examples/dashboard.ts'
import { errorCatalogue } from '../../../src/app.errors.js'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { metric } from '../../harness/assertions/metrics.js'
import { storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { eventually } from '../../harness/service/instances.js'
import { startService, type Service } from '../../harness/service/service.js'
import {
  claimsOf,
  nowSeconds,
  serviceSecret,
  userId,
  userToken
} from '../../harness/fixtures/tokens.js'

const page = await readFile('docs/integration.md', 'utf8')

const dashboardOrigin = 'https://dashboard.kuybi.test'
const trustedKey = 'the-key-of-a-backend-that-may-act-and-issue'
const identity = { secret: serviceSecret, issuer: 'kuybi-backend', subject: 'kuybi' }
const credentials = {
  trusted: { apiKey: trustedKey },
  plain: { apiKey: testKey },
  unknown: { apiKey: 'unknown' },
  service: { token: () => serviceToken(identity) }
} as const satisfies Record<string, Partial<JiraiyaClientOptions>>

let simulator: Simulator
let service: Service

function settings(): Readonly<Record<string, string>> {
  return {
    OPENAI_BASE_URL: simulator.baseUrl,
    OPENAI_MAX_RETRIES: '0',
    // Each test provokes one failure; all of them together would open the breaker.
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

describe('The integration guide', () => {
  it('contains exactly the example files, and no other TypeScript', async () => {
    const shown = [...page.matchAll(/^```(?:ts|typescript)\n(.*?)^```$/gms)].map(([, code]) => code)
    const files = ['dashboard', 'use-story', 'backend'].map(name => `docs/examples/${name}.ts`)
    expect(shown).toEqual(await Promise.all(files.map(file => readFile(file, 'utf8'))))
  })

  it('has a row for each error code, with its status and whether a retry may help', () => {
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` +\| (\d{3})\b[^|]*\| (yes|no) +\|/gm)]
    const rowsByCode = Object.fromEntries(
      rows.map(([, code = '', status, again]) => [code, { status: Number(status), again }])
    )
    const codes = Object.entries(errorCatalogue).map(([code, { status, retryable }]) => [
      code,
      { status, again: retryable ? 'yes' : 'no' }
    ])
    expect(rowsByCode).toEqual(Object.fromEntries(codes))
  })
})

function storyRequests(token: string = userToken(), url: string = service.url): StoryRequests {
  return new StoryRequests({ url, token: () => token })
}

describe('The dashboard example', () => {
  it('gets a story with the token of the user', async () => {
    const outcome = await storyRequests().write(storyRequest({ tone: 'dark', maxLength: 300 }))
    expect(outcome).toMatchObject({
      kind: 'story',
      story: { title: expect.any(String), keywordsUsed: ['fox', 'lantern'] }
    })
  })

  it('gets another story for the same request when the user asks for one', async () => {
    const caching = await startService({ ...settings(), CACHE_TTL: '60' })
    const tab = storyRequests(userToken(), caching.url)
    const outcomes = [
      await tab.write(storyRequest()),
      await tab.write(storyRequest()),
      await tab.write(storyRequest(), true)
    ]
    await caching.close()
    expect(outcomes).toMatchObject([false, true, false].map(cached => ({ story: { cached } })))
  })

  it('logs the user out only when the token is invalid and cannot be renewed', async () => {
    expect(
      await storyRequests(userToken({ exp: nowSeconds() - 60 })).write(storyRequest())
    ).toEqual({
      kind: 'log-out'
    })
    simulator.setFaults([{ fault: 'status-401' }])
    expect(await storyRequests().write(storyRequest())).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('the operator of this service corrects it')
    })
  })

  it('shows the text of a 403', async () => {
    expect(await storyRequests(userToken({ role: 'guest' })).write(storyRequest())).toEqual({
      kind: 'failed',
      message: 'Insufficient permissions. Required: create Story',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/)
    })
  })

  it('shows the text of a validation error', async () => {
    expect(await storyRequests().write(storyRequest({ maxLength: 5 }))).toMatchObject({
      kind: 'failed',
      message: 'maxLength is 5; a whole number of words from 100 to 2000 is needed'
    })
  })

  it('offers a retry after the time in Retry-After', async () => {
    simulator.setFaults([{ fault: 'status-503', value: 7 }])
    expect(await storyRequests().write(storyRequest())).toEqual({
      kind: 'try-later',
      message: errorCatalogue.AI_UNAVAILABLE.message,
      afterSeconds: 7
    })
  })

  it('offers a retry to a user over the rate limit', async () => {
    const strict = await startService({ ...settings(), FLOOD_LIMIT_PER_MINUTE: '1' })
    const outcomes = []
    for (let call = 0; call < 2; call++) {
      outcomes.push(await storyRequests(userToken(), strict.url).write(storyRequest()))
    }
    await strict.close()
    expect(outcomes).toEqual([
      expect.objectContaining({ kind: 'story' }),
      { kind: 'try-later', message: expect.any(String), afterSeconds: expect.any(Number) }
    ])
  })

  it('is called from an origin that CORS allows', async () => {
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

  it('aborts the upstream call when the user stops', async () => {
    simulator.setFaults([{ fault: 'silent' }])
    const stopped = storyRequests()
    const outcome = stopped.write(storyRequest())
    await simulator.waitFor(stats => stats.inFlight === 1)
    stopped.stop()
    expect(await outcome).toEqual({ kind: 'stopped' })
    expect((await simulator.waitFor(stats => stats.aborted === 1)).aborted).toBe(1)
  })

  it('cancels the previous story when another is requested', async () => {
    simulator.setFaults([{ fault: 'silent', times: 1 }])
    const busy = storyRequests()
    const first = busy.write(storyRequest())
    await simulator.waitFor(stats => stats.inFlight === 1)
    const second = busy.write(storyRequest())
    expect([(await first).kind, (await second).kind]).toEqual(['stopped', 'story'])
  })

  it('offers a retry after the error page of a proxy', async () => {
    const outcome = await throughProxy(
      (_request, response) => {
        response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad Gateway</h1>')
      },
      url => storyRequests(userToken(), url).write(storyRequest())
    )
    expect(outcome).toMatchObject({ kind: 'try-later', afterSeconds: 5 })
  })

  it('offers a retry when the service is unreachable', async () => {
    expect(
      await storyRequests(userToken(), 'http://127.0.0.1:1').write(storyRequest())
    ).toMatchObject({
      kind: 'try-later'
    })
  })
})

/** The part of a story that a page shows. */
class Shown {
  readonly events: StoryEvent[] = []
  begun = 0
  text = ''

  readonly show = (event: StoryEvent): void => {
    this.events.push(event)
    if (event.type === 'meta') {
      this.begun++
      this.text = ''
    }
    if (event.type === 'delta') this.text += event.text
  }

  get names(): readonly string[] {
    return this.events.map(({ type }) => type)
  }
}

describe('The streaming dashboard example', () => {
  it('shows the story as it grows', async () => {
    const shown = new Shown()
    const outcome = await storyRequests().stream(storyRequest({ maxLength: 200 }), shown.show)
    expect(shown.names.slice(0, 3)).toEqual(['meta', 'title', 'delta'])
    expect(shown.names.length).toBeGreaterThan(50)
    expect(shown.names.at(-1)).toBe('done')
    expect(outcome).toMatchObject({
      kind: 'story',
      story: { content: shown.text, keywordsMissing: [], draft: { type: 'STORY' } }
    })
  })

  it('aborts the upstream call when the user stops, and shows no more text', async () => {
    simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    const stopped = storyRequests()
    const shown = new Shown()
    const outcome = await stopped.stream(storyRequest(), event => {
      shown.show(event)
      if (event.type === 'delta') stopped.stop()
    })
    expect(outcome).toEqual({ kind: 'stopped' })
    expect(shown.names).toEqual(['meta', 'title', 'delta'])
    expect((await simulator.waitFor(stats => stats.aborted === 1)).aborted).toBe(1)
  })

  it('reconnects with the same key after a lost connection', async () => {
    const openStreams = (): Promise<number> => metric(service.url, 'jiraiya_streams_open')
    const keys: unknown[] = []
    const shown = new Shown()
    const outcome = await throughProxy(
      (request, response) => {
        const isFirst = keys.push(request.headers['idempotency-key']) === 1
        const pass = (): void =>
          passOn(request, answer => {
            response.writeHead(answer.statusCode ?? 0, answer.headers)
            answer.pipe(response)
            if (!isFirst) return
            answer.once('data', () =>
              setImmediate(() => [response, answer].map(end => end.destroy()))
            )
          })
        // The key is free when the first stream has ended.
        if (isFirst) pass()
        else void eventually(async () => (await openStreams()) === 0).then(pass)
      },
      url => {
        simulator.setFaults([{ fault: 'slow-stream', value: 5, times: 1 }])
        return storyRequests(userToken(), url).stream(storyRequest(), shown.show)
      }
    )
    expect(outcome).toMatchObject({ kind: 'story', story: { content: shown.text } })
    expect(shown.begun).toBe(2)
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]])
  })

  it('offers a retry after the delay of the stream when the instance shuts down', async () => {
    const outcome = await throughProxy(
      (_request, response) => {
        const error = { code: 'SHUTTING_DOWN', category: 'system', retryable: true }
        const data = JSON.stringify({ statusCode: 503, message: 'Ending', error })
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        response.end(`:\n\nretry: 3000\nevent: error\ndata: ${data}\n\n`)
      },
      url => storyRequests(userToken(), url).stream(storyRequest(), () => undefined)
    )
    expect(outcome).toMatchObject({ kind: 'try-later', afterSeconds: 3 })
  })

  it('offers a retry after an error before the first event', async () => {
    simulator.setFaults([{ fault: 'status-503', value: 7 }])
    expect(await storyRequests().stream(storyRequest(), () => undefined)).toEqual({
      kind: 'try-later',
      message: errorCatalogue.AI_UNAVAILABLE.message,
      afterSeconds: 7
    })
  })

  it('offers a retry after an error in the middle, beside the text that was shown', async () => {
    simulator.setFaults([{ fault: 'cut-stream' }])
    const shown = new Shown()
    expect(await storyRequests().stream(storyRequest(), shown.show)).toMatchObject({
      kind: 'try-later',
      message: errorCatalogue.AI_UNAVAILABLE.message
    })
    expect(shown.text).not.toBe('')
    expect(shown.names).not.toContain('done')
    expect(simulator.requests()).toHaveLength(1)
  })

  it('logs the user out when the token is invalid', async () => {
    const late = storyRequests(userToken({ exp: nowSeconds() - 60 }))
    expect(await late.stream(storyRequest(), () => undefined)).toEqual({ kind: 'log-out' })
  })

  it('handles every event of the guide, in that order', async () => {
    const documented = /^```text\n(event: meta\n.*?)^```$/ms.exec(page)?.[1] ?? ''
    const received = await throughProxy(
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        for (const character of `${documented}\n`) response.write(character)
        response.end()
      },
      async url => {
        const shown = new Shown()
        await storyRequests(userToken(), url).stream(storyRequest(), shown.show)
        return shown
      }
    )
    expect(received.names).toEqual(['meta', 'title', 'delta', 'delta', 'delta', 'done'])
    expect(received.events.at(-1)).toMatchObject({ story: { content: received.text } })
  })
})

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

function client(
  name: keyof typeof credentials = 'trusted',
  options: Partial<JiraiyaClientOptions> = {}
): JiraiyaClient {
  return new JiraiyaClient({ baseUrl: service.url, ...credentials[name], ...options })
}

describe('The backend example', () => {
  it.each(['trusted', 'service'] as const)(
    'gets a story for a user with its %s credential, with the given correlation id',
    async name => {
      const options = { actAs: userId, correlationId: 'correlation-of-a-test' }
      const story = await client(name).generateStory(storyRequest(), options)
      expect(story).toMatchObject({ keywords_missing: [], correlation_id: options.correlationId })
    }
  )

  it('signs a token for each attempt that is valid for a minute', async () => {
    const token = serviceToken(identity)
    const { iat = 0, exp = 0 } = claimsOf(token)
    expect(exp - iat).toBe(60)
    expect(await inspectToken(client(), token)).toMatchObject({
      kind: 'service',
      owner: 'service:kuybi',
      scopes: ['act-as', 'stories']
    })
  })

  it.each<[string, keyof typeof credentials, number, string]>([
    ['an unknown key', 'unknown', 401, 'AUTHENTICATION_ERROR'],
    ['a key without the scope act-as', 'plain', 403, 'AUTHORIZATION_ERROR']
  ])('does not return the status for %s to its own user', async (_, name, status, code) => {
    const error = await failureOf(client(name).generateStory(storyRequest(), { actAs: userId }))
    expect(error).toMatchObject({ status, code })
    expect(errorForUser(error).statusCode).toBe(502)
  })

  it('returns the status of a refused story to its own user', async () => {
    simulator.setFaults([{ fault: 'refusal' }])
    const error = await failureOf(client().generateStory(storyRequest()))
    expect(errorForUser(error).statusCode).toBe(422)
  })

  it('issues a token with which the page of a visitor gets a story', async () => {
    const issued = await client().issueToken({ user_id: 'visitor-7', expires_in_hours: 2 })
    expect(issued.expires_in).toBe(7200)
    expect(await inspectToken(client(), issued.access_token)).toMatchObject({
      kind: 'issued',
      owner: 'user:visitor-7',
      scopes: ['stories']
    })
    expect((await storyRequests(issued.access_token).write(storyRequest())).kind).toBe('story')
  })

  it('reports that a token is invalid', async () => {
    expect(await inspectToken(client(), 'worth.nothing.atall')).toBeUndefined()
  })

  it('is rejected even with a valid key after too many invalid tokens', async () => {
    const strict = await startService({ ...settings(), LOGIN_FAILURES_PER_MINUTE: '2' })
    const options = { baseUrl: strict.url, retry: { maxAttempts: 1 } }
    const careless = client('trusted', options)
    await inspectToken(careless, 'worth.nothing.atall')
    await inspectToken(careless, 'worth.nothing.either')
    const failure = await failureOf(careless.generateStory(storyRequest()))
    await strict.close()
    expect(failure).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' })
    expect(failure.retryAfter).toBeGreaterThan(0)
  })
})

async function failureOf(call: Promise<unknown>): Promise<JiraiyaError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason
  )
  if (error instanceof JiraiyaError) return error
  throw new Error('the call was expected to fail with a JiraiyaError', { cause: error })
}
