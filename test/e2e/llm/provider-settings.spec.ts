import { createHash } from 'node:crypto'
import request from 'supertest'
import { safetyIdentifier } from '#modules/llm/openai/request/safety-identifier.js'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { readStory } from '../../harness/assertions/story-stream.js'
import {
  generate,
  storyRequest,
  testKey,
  testProviderKey
} from '../../harness/fixtures/requests.js'
import { startProxy, type Proxy } from '../../harness/servers/proxy.js'
import { startTlsFront, type TlsFront } from '../../harness/servers/tls-front.js'
import { startInstance } from '../../harness/service/instances.js'
import { startService } from '../../harness/service/service.js'
import { createTestDatabase } from '../../harness/service/stores.js'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startSimulator({ scenario: { dialect: 'azure' } })
})
afterAll(() => simulator.close())
beforeEach(() => simulator.reset())

type SettingTexts = Readonly<Record<string, string>>
type Received = ReturnType<Simulator['requests']>[number] & {
  readonly body: Readonly<Record<string, unknown>>
}

const port = (): number => Number(new URL(simulator.baseUrl).port)
const chats = (): readonly Received[] =>
  simulator.requests().filter(({ path }) => path.includes('/chat/completions')) as Received[]

/** What the provider receives for one story, buffered and streamed. */
async function receivedWith(settings: SettingTexts): Promise<readonly [Received, Received]> {
  const service = await startService({ OPENAI_BASE_URL: simulator.baseUrl, ...settings })
  try {
    expect((await generate(service.url)).status).toBe(200)
    expect((await readStory(service.url)).done).toBeDefined()
  } finally {
    await service.close()
  }
  const [buffered, streamed, ...more] = chats()
  if (buffered === undefined || streamed === undefined) throw new Error('two calls were expected')
  expect(more).toEqual([])
  return [buffered, streamed]
}

describe('Settings of the provider', () => {
  it('put organization, project and further headers into every request', async () => {
    const received = await receivedWith({
      OPENAI_ORGANIZATION: 'org-1',
      OPENAI_PROJECT: 'proj-1',
      OPENAI_HEADERS: '{"X-Gateway-Key":"a secret of the gateway","X-Team":"stories"}'
    })
    for (const { headers } of received) {
      expect(headers).toMatchObject({
        authorization: `Bearer ${testProviderKey}`,
        'openai-organization': 'org-1',
        'openai-project': 'proj-1',
        'x-gateway-key': 'a secret of the gateway',
        'x-team': 'stories'
      })
    }
  })

  it('send no organization and no project by default', async () => {
    const [{ headers }] = await receivedWith({})
    expect(Object.keys(headers).filter(name => name.startsWith('openai-'))).toEqual([])
  })

  it('may replace the authorization', async () => {
    const [{ headers }] = await receivedWith({
      OPENAI_HEADERS: '{"Authorization":"Bearer another token"}'
    })
    expect(headers.authorization).toBe('Bearer another token')
  })

  it('put further fields into the body of every story', async () => {
    const OPENAI_EXTRA_BODY = '{"thinking":{"type":"disabled"},"seed":7}'
    for (const { body } of await receivedWith({ OPENAI_EXTRA_BODY })) {
      expect(body).toMatchObject({ thinking: { type: 'disabled' }, seed: 7, model: 'gpt-4o-mini' })
    }
  })

  it.each([
    ['gpt-6-luna', {}, 'none'],
    ['gpt-6-luna', { OPENAI_REASONING_EFFORT: 'low' }, 'low'],
    ['gpt-4o-mini', { OPENAI_REASONING_EFFORT: 'low' }, undefined]
  ])('send %s with %j the effort %s', async (OPENAI_MODEL, settings, effort) => {
    for (const { body } of await receivedWith({ OPENAI_MODEL, ...settings })) {
      expect(body['reasoning_effort']).toBe(effort)
    }
  })

  it('send no identifier of the owner to a server that is not known to take it', async () => {
    for (const { body } of await receivedWith({})) {
      expect(body).not.toHaveProperty('safety_identifier')
    }
  })

  it('send a hash of the owner, the same with each request', async () => {
    const OPENAI_SAFETY_KEY = 'a key of the hash of owners'
    const settings = { OPENAI_SAFETY_IDENTIFIER: 'always', OPENAI_SAFETY_KEY }
    const name = `key-${createHash('sha256').update(testKey).digest('hex').slice(0, 8)}`
    const wanted = safetyIdentifier(`key:${name}`, OPENAI_SAFETY_KEY)
    for (const { body } of await receivedWith(settings)) {
      expect(body['safety_identifier']).toBe(wanted)
    }
  })

  it('give a fallback model its own effort and fields', async () => {
    simulator.setFaults([{ fault: 'status-404', model: 'gpt-4o-mini' }])
    const service = await startService({
      OPENAI_BASE_URL: simulator.baseUrl,
      OPENAI_EXTRA_BODY: '{"seed":7}',
      OPENAI_FALLBACK_MODELS: 'gpt-6-luna',
      OPENAI_MODEL_OPTIONS:
        '{"gpt-6-luna":{"reasoningEffort":"low","extraBody":{"verbosity":"low"}}}'
    })
    const { status } = await generate(service.url)
    await service.close()
    expect(status).toBe(200)
    expect(chats().map(({ body }) => body)).toEqual([
      expect.objectContaining({ model: 'gpt-4o-mini', seed: 7 }),
      expect.objectContaining({ model: 'gpt-6-luna', reasoning_effort: 'low', verbosity: 'low' })
    ])
    expect(chats()[1]?.body).not.toHaveProperty('seed')
  })

  it('raise the token limit of every story', async () => {
    const limitWith = async (OPENAI_REASONING_TOKENS: string): Promise<number> => {
      simulator.reset()
      const [{ body }] = await receivedWith({ OPENAI_REASONING_TOKENS })
      return Number(body['max_tokens'])
    }
    const limit = await limitWith('0')
    expect(await limitWith('2000')).toBe(limit + 2000)
  })

  it('reach one Azure deployment by its path, with the key in its header', async () => {
    const base = new URL(simulator.baseUrl).origin
    const path = '/openai/deployments/story-writer'
    const received = await receivedWith({
      OPENAI_BASE_URL: `${base}${path}?api-version=2024-10-21`
    })
    for (const { path: called, headers } of received) {
      expect(called).toBe(`${path}/chat/completions?api-version=2024-10-21`)
      expect([headers['api-key'], headers.authorization]).toEqual([testProviderKey, undefined])
    }
  })
})

describe('A model that used up its token limit by reasoning', () => {
  it('has a higher limit from then on, which the health report names', async () => {
    const reasoning = await startSimulator({ scenario: { dialect: 'xai' } })
    reasoning.setFaults([{ fault: 'truncation', times: 1 }])
    const service = await startService({ OPENAI_BASE_URL: reasoning.baseUrl })
    const first = await generate(service.url)
    const again = await generate(service.url)
    const health = await request(service.url).get('/api/health')
    await service.close()
    const limits = reasoning.requests().flatMap(({ body }) => {
      const { max_tokens: limit = [] } = (body ?? {}) as { readonly max_tokens?: number }
      return limit
    })
    await reasoning.close()

    expect([first.status, again.status]).toEqual([200, 200])
    expect(limits).toHaveLength(3)
    expect(limits[2]).toBe((limits[0] ?? 0) + 4096)
    expect(health.body.dependencies).toContainEqual(
      expect.objectContaining({
        name: 'openai',
        notes: expect.arrayContaining(['gpt-4o-mini: reasoningTokens 4096'])
      })
    )
  })
})

describe('A proxy', () => {
  let proxy: Proxy
  const host = 'http://provider.test/v1'
  beforeEach(async () => {
    proxy = await startProxy(port())
  })
  afterEach(() => proxy.close())

  it('is used for a host that only it knows, with its user and password', async () => {
    const HTTP_PROXY = proxy.url.replace('://', '://user:proxy-password@')
    const received = await receivedWith({ OPENAI_BASE_URL: host, HTTP_PROXY })
    expect(received.map(({ headers }) => headers.host)).toEqual(['provider.test', 'provider.test'])
    const authorization = `Basic ${Buffer.from('user:proxy-password').toString('base64')}`
    expect(proxy.requests.at(-1)).toMatchObject({ authorization })
  })

  it.each(['provider.test', 'test', '*'])('is not used with NO_PROXY=%s', async NO_PROXY => {
    const settings = { OPENAI_BASE_URL: host, HTTP_PROXY: proxy.url, OPENAI_MAX_RETRIES: '0' }
    const service = await startService({ ...settings, NO_PROXY })
    const { body } = await generate(service.url)
    await service.close()
    expect(body.error.details).toEqual({ reason: 'name_not_resolved' })
    expect(proxy.requests).toEqual([])
  })

  it('is not used for a loopback address', async () => {
    await receivedWith({ HTTP_PROXY: proxy.url })
    expect(proxy.requests).toEqual([])
  })

  it('that is down is a failed connection', async () => {
    await proxy.close()
    const settings = { OPENAI_BASE_URL: host, HTTP_PROXY: proxy.url, OPENAI_MAX_RETRIES: '0' }
    const service = await startService(settings)
    const { status, body } = await generate(service.url)
    await service.close()
    expect([status, body.error.details]).toEqual([503, { reason: 'connection_failed' }])
    proxy = await startProxy(port())
  })
})

describe('A provider with a certificate of an own authority, behind a proxy', () => {
  let front: TlsFront
  let proxy: Proxy
  beforeAll(async () => {
    front = await startTlsFront('provider.test', port())
    proxy = await startProxy(front.port)
  })
  afterAll(async () => {
    await proxy.close()
    await front.close()
  })

  async function storyWith(settings: SettingTexts): Promise<{ status: number; reason: unknown }> {
    const database = await createTestDatabase()
    const service = await startInstance({
      DATABASE_URL: database.url,
      OPENAI_BASE_URL: 'https://provider.test/v1',
      OPENAI_MAX_RETRIES: '0',
      HTTPS_PROXY: proxy.url,
      ...settings
    })
    try {
      const { status, body } = await generate(service.url, storyRequest())
      return { status, reason: body.error?.details?.reason }
    } finally {
      await service.stop()
      await database.drop()
    }
  }

  it('is reached if NODE_EXTRA_CA_CERTS names that authority', async () => {
    const answer = await storyWith({ NODE_EXTRA_CA_CERTS: front.certificateFile })
    expect(answer).toEqual({ status: 200, reason: undefined })
    expect(proxy.requests.at(-1)).toMatchObject({ method: 'CONNECT', target: 'provider.test:443' })
    expect(chats()).toHaveLength(1)
  })

  it('is not trusted otherwise', async () => {
    expect(await storyWith({})).toEqual({ status: 503, reason: 'tls_failed' })
    expect(chats()).toEqual([])
  })
})
