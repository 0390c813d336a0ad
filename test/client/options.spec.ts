import {
  ConnectionError,
  InvalidOptionsError,
  JiraiyaClient,
  type AttemptReport,
  type JiraiyaClientOptions
} from '../../clients/typescript/src/index.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import { answerJson, useScriptedService } from '../harness/servers/scripted-service.js'
import { useService } from '../harness/service/use-service.js'

const service = useService()
const scripted = useScriptedService()
const usage = answerJson(200, { success: true, data: {} })

afterEach(() => vi.unstubAllEnvs())

function sent(): Readonly<Record<string, unknown>> {
  return scripted.asked[0]?.headers ?? {}
}

describe('The options of the client', () => {
  const baseUrl = 'https://stories.example.com'

  it.each<[string, object]>([
    ['baseUrl is missing: set it, or JIRAIYA_URL', { apiKey: 'a-key' }],
    ['baseUrl must be like https://stories.example.com, not "nowhere"', { baseUrl: 'nowhere' }],
    ['baseUrl must be like https://stories.example.com, not relative', { baseUrl: '' }],
    ['baseUrl must be like https://stories.example.com', { baseUrl: 8000 }],
    ['baseUrl must end before /api', { baseUrl: `${baseUrl}/api/v1` }],
    ['baseUrl must end before "?" and "#"', { baseUrl: `${baseUrl}/?a=1` }],
    ['baseUrl must not contain a user', { baseUrl: 'https://user:secret@stories.example.com' }],
    ['apiKey has a character that a header cannot have', { baseUrl, apiKey: 'a-key\n' }],
    ['apiKey is empty', { baseUrl, apiKey: '' }],
    ['token must be a string or a function', { baseUrl, token: 7 }],
    ['actAs must be 1 to 128 of', { baseUrl, actAs: 'a user' }],
    ['correlationId must be 8 to 128 of', { baseUrl, correlationId: 'short' }],
    ['fetch must be a function', { baseUrl, fetch: 'fetch' }],
    ['retry maxAttempts must be a whole number', { baseUrl, retry: { maxAttempts: 0 } }],
    ['timeouts must be an object', { baseUrl, timeouts: 30_000 }],
    ['timeouts otherMs must be a number of milliseconds', { baseUrl, timeouts: { otherMs: '1' } }],
    [
      'timeoutMs is not an option; the options are generationMs',
      { baseUrl, timeouts: { timeoutMs: 1 } }
    ],
    ['baseURL is not an option; the options are baseUrl, ', { baseURL: baseUrl }]
  ])('are refused where they are wrong: %s', (problem, options) => {
    const create = (): unknown => new JiraiyaClient(options)
    expect(create).toThrow(InvalidOptionsError)
    expect(create).toThrow(problem)
  })

  it('are refused with all problems, without a credential', () => {
    const options = { baseUrl: 'nowhere', apiKey: 'a secret', retry: { maxAttempts: 0 } }
    const create = (): unknown => new JiraiyaClient(options)
    expect(create).toThrow(/baseUrl .+; apiKey .+; retry maxAttempts/)
    expect(create).not.toThrow('a secret')
  })

  it('are refused where the runtime has no fetch', () => {
    vi.stubGlobal('fetch', undefined)
    expect(() => new JiraiyaClient({ baseUrl })).toThrow('fetch is missing')
    vi.unstubAllGlobals()
  })

  it('may be relative in a page', () => {
    vi.stubGlobal('location', {})
    const create = (): unknown => ['', '/stories'].map(url => new JiraiyaClient({ baseUrl: url }))
    expect(create).not.toThrow()
    vi.unstubAllGlobals()
    expect(create).toThrow('not relative')
  })

  it.each<[string, JiraiyaClientOptions, object]>([
    ['of a call', { apiKey: testKey }, { actAs: 'a\nb' }],
    ['of its token function', { token: () => 'a token' }, {}]
  ])('are refused where the value %s cannot be sent', async (_, options, call) => {
    const client = new JiraiyaClient({ baseUrl: service.url, ...options })
    await expect(client.readUsage(call)).rejects.toThrow(InvalidOptionsError)
  })
})

describe('The environment', () => {
  it('has the address and the key of a client without options', async () => {
    vi.stubEnv('JIRAIYA_URL', service.url)
    vi.stubEnv('JIRAIYA_API_KEY', testKey)
    const { keywordsUsed } = await new JiraiyaClient().createStory(storyRequest())
    expect(keywordsUsed).toEqual(storyRequest().keywords)
  })

  it('has no effect on options that are set', async () => {
    vi.stubEnv('JIRAIYA_URL', 'http://127.0.0.1:1')
    vi.stubEnv('JIRAIYA_API_KEY', 'the-key-of-the-backend')
    vi.stubEnv('JIRAIYA_TOKEN', 'the-token-of-the-backend')
    scripted.respondWith(usage)
    await new JiraiyaClient({ baseUrl: scripted.url, token: 'of-the-user' }).readUsage()
    expect(sent()).toMatchObject({ authorization: 'Bearer of-the-user' })
    expect(sent()['x-api-key']).toBeUndefined()
    await new JiraiyaClient({ baseUrl: scripted.url })
      .with({ apiKey: undefined, token: 'of-another' })
      .readUsage()
    expect(scripted.asked[1]?.headers).toMatchObject({ authorization: 'Bearer of-another' })
    expect(scripted.asked[1]?.headers['x-api-key']).toBeUndefined()
  })
})

describe('A client on a server', () => {
  it('names itself, its version and its runtime', async () => {
    scripted.respondWith(usage)
    await new JiraiyaClient({ baseUrl: scripted.url }).readUsage()
    expect(sent()['user-agent']).toMatch(/^jiraiya-client\/\d+\.\d+\.\d+ node\/\d+\./)
  })

  it('reports each attempt without its query, its credential and its text', async () => {
    const attempts: AttemptReport[] = []
    const client = new JiraiyaClient({
      baseUrl: scripted.url,
      apiKey: testKey,
      retry: { baseDelayMs: 0 },
      onAttempt: attempt => attempts.push(attempt)
    })
    const error = { code: 'AI_UNAVAILABLE', category: 'external_service', retryable: true }
    scripted.respondWith(answerJson(503, { message: 'No', error }), usage)
    await client.listStories({ keyword: 'fox' })
    const request = { method: 'GET', url: `${scripted.url}/api/v1/stories` }
    const [first, second] = attempts
    expect(attempts).toEqual([
      {
        ...request,
        ...idsOf(first),
        status: 503,
        durationMs: expect.any(Number),
        code: error.code
      },
      { ...request, ...idsOf(second), status: 200, durationMs: expect.any(Number) }
    ])
    expect(scripted.asked.map(({ headers }) => headers['x-request-id'])).toEqual(
      attempts.map(({ requestId }) => requestId)
    )
  })

  it('returns the story when its report fails', async () => {
    const onAttempt = (): never => {
      throw new Error('the log is full')
    }
    const client = new JiraiyaClient({ baseUrl: service.url, apiKey: testKey, onAttempt })
    expect((await client.health.readLiveness()).alive).toBe(true)
  })

  it('names the address that it cannot reach, and the reason', async () => {
    const attempts: AttemptReport[] = []
    const client = new JiraiyaClient({
      baseUrl: 'http://127.0.0.1:1',
      retry: { maxAttempts: 1 },
      onAttempt: attempt => attempts.push(attempt)
    })
    const refused = client.listStories({ keyword: 'fox' })
    await expect(refused).rejects.toThrow(ConnectionError)
    await expect(refused).rejects.toThrow(
      'The story service at http://127.0.0.1:1/api/v1/stories cannot be reached (bad port)'
    )
    expect(attempts).toMatchObject([{ status: 0, code: 'CONNECTION_ERROR' }])
  })
})

function idsOf(attempt: AttemptReport | undefined): object {
  return { requestId: attempt?.requestId, correlationId: attempt?.correlationId }
}
