import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import request from 'supertest'
import { GenerateStoryService } from '#modules/stories/generate/generate-story.service.js'
import { storyRequest, generate, testKey } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'

const idleKey = 'a-key-that-may-not-write-stories'
let service: Service

beforeAll(async () => {
  const sha256 = createHash('sha256').update(idleKey).digest('hex')
  const idle = { name: 'idle', sha256, scopes: ['admin'] }
  service = await startService({ API_KEYS: JSON.stringify([testKey, idle]) })
})
afterAll(() => service.close())

interface Body {
  readonly message: string
  readonly timestamp: string
  readonly error?: { readonly code: string }
}

function expectErrorBody(
  { status, body, headers }: { status: number; body: Body; headers: Record<string, string> },
  expected: { status: number; code: string; path: string; message?: string | RegExp }
): void {
  expect({ status, code: body.error?.code }).toEqual({
    status: expected.status,
    code: expected.code
  })
  expect(body).toMatchObject({
    success: false,
    statusCode: expected.status,
    message: expect.any(String),
    error: {
      category: expect.any(String),
      message: body.message,
      details: expect.any(Object),
      retryable: expect.any(Boolean),
      correlation_id: headers['x-correlation-id'],
      path: expected.path
    },
    path: expected.path,
    requestId: headers['x-request-id']
  })
  expect(Date.parse(body.timestamp)).not.toBeNaN()
  expect(body.message).toMatch(expected.message ?? /./)
}

describe('The standard error body', () => {
  it('is returned to a client without a key', async () => {
    const answer = await request(service.url).post('/api/v1/generate').send(storyRequest())
    expectErrorBody(answer, { status: 401, code: 'AUTHENTICATION_ERROR', path: '/api/v1/generate' })
    expect(answer.body.detail).toBe('Could not validate credentials')
  })

  it('is returned to a client with an unknown key', async () => {
    const answer = await generate(service.url).set('X-API-Key', 'wrong')
    expectErrorBody(answer, { status: 401, code: 'AUTHENTICATION_ERROR', path: '/api/v1/generate' })
  })

  it('is returned to a client whose key does not have the scope', async () => {
    const answer = await generate(service.url).set('X-API-Key', idleKey)
    expectErrorBody(answer, {
      status: 403,
      code: 'AUTHORIZATION_ERROR',
      path: '/api/v1/generate',
      message: /Insufficient permissions/
    })
  })

  it('is returned for an unknown path', async () => {
    const answer = await request(service.url).get('/api/v1/nothing?secret=1')
    expectErrorBody(answer, { status: 404, code: 'NOT_FOUND', path: '/api/v1/nothing' })
    expect(answer.text).not.toContain('secret')
    expect(answer.body).not.toHaveProperty('detail')
  })

  it.each([
    ['GET', '/api/v1/generate', 'POST'],
    ['DELETE', '/api/v1/generate', 'POST'],
    ['POST', '/api/health/live', 'GET, HEAD'],
    ['PUT', '/metrics', 'GET, HEAD']
  ])('is returned for %s %s, with the allowed methods', async (method, path, allowed) => {
    const response = await fetch(service.url + path, { method })
    const headers = Object.fromEntries(response.headers)
    const body = (await response.json()) as Body
    expectErrorBody(
      { status: response.status, body, headers },
      { status: 405, code: 'METHOD_NOT_ALLOWED', path }
    )
    expect(headers['allow']).toBe(allowed)
  })

  it.each([
    ['{"keywords": [', /not valid JSON/],
    ['', /empty/],
    ['{"__proto__": {"x": 1}, "keywords": ["fox"]}', /not valid JSON/]
  ])('is returned for the body %j', async (text, message) => {
    const answer = await generate(service.url, text)
    expectErrorBody(answer, {
      status: 400,
      code: 'MALFORMED_REQUEST',
      path: '/api/v1/generate',
      message
    })
    expect(answer.body.detail).toBe(answer.body.message)
  })

  it.each(['text/html', 'application/x-www-form-urlencoded', 'application/xml'])(
    'is returned for a body of type %s',
    async type => {
      const answer = await generate(service.url, 'keywords=fox').set('Content-Type', type)
      expectErrorBody(answer, {
        status: 415,
        code: 'UNSUPPORTED_MEDIA_TYPE',
        path: '/api/v1/generate'
      })
    }
  )

  it('is returned for a body over 64 KB', async () => {
    const answer = await generate(service.url, storyRequest({ filler: 'x'.repeat(65 * 1024) }))
    expectErrorBody(answer, { status: 413, code: 'PAYLOAD_TOO_LARGE', path: '/api/v1/generate' })
  })

  it.each(['/%zz', '/api/v1/generate%', '/%E0%A4%A'])(
    'is returned for the malformed path %s',
    async path => {
      const [head, body] = await rawExchange(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
      )
      expect(head).toMatch(/^HTTP\/1\.1 400 /)
      expect(head.toLowerCase()).toContain('x-content-type-options: nosniff')
      expect(JSON.parse(body)).toMatchObject({ error: { code: 'MALFORMED_REQUEST', path } })
    }
  )

  it.each([
    ['bytes that are not HTTP', 'NONSENSE\r\n\r\n', 400],
    ['headers that are too large', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431]
  ])('is returned for %s', async (_, bytes, status) => {
    const [head, body] = await rawExchange(bytes)
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(JSON.parse(body)).toMatchObject({
      success: false,
      statusCode: status,
      error: { code: 'MALFORMED_REQUEST' }
    })
  })

  it('contains no details of an unexpected exception', async () => {
    const useCase = service.app.get(GenerateStoryService)
    const spy = spyOnGenerate(useCase, new TypeError('internal detail of the database'))
    const answer = await generate(service.url)
    spy.mockRestore()
    expectErrorBody(answer, { status: 500, code: 'INTERNAL_ERROR', path: '/api/v1/generate' })
    expect(answer.text).not.toContain('internal detail')
    expect(answer.text).not.toContain('TypeError')
  })
})

describe('Request and correlation ids', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

  it('are generated when none are sent', async () => {
    const { headers } = await request(service.url).get('/api/health/live')
    expect(headers['x-request-id']).toMatch(uuid)
    expect(headers['x-correlation-id']).toBe(headers['x-request-id'])
  })

  it('are accepted and returned independently when valid', async () => {
    const { headers } = await request(service.url)
      .get('/')
      .set('X-Request-ID', 'request-0001')
      .set('X-Correlation-ID', 'far.end_0001')
    expect(headers).toMatchObject({
      'x-request-id': 'request-0001',
      'x-correlation-id': 'far.end_0001'
    })
  })

  it.each([
    ['X-Request-ID', 'only-request-1'],
    ['X-Correlation-ID', 'only-correlation-1']
  ])('default to each other when only %s is sent', async (name, value) => {
    const { headers } = await request(service.url).get('/').set(name, value)
    expect(headers).toMatchObject({ 'x-request-id': value, 'x-correlation-id': value })
  })

  it.each(['short', 'has space in it', 'x'.repeat(129), 'semi;colon-1', 'ids/with/slashes'])(
    'are generated when %j is sent',
    async value => {
      const { headers } = await request(service.url).get('/').set('X-Request-ID', value)
      expect(headers['x-request-id']).toMatch(uuid)
    }
  )
})

/** A fault that nothing real produces. */
function spyOnGenerate(useCase: GenerateStoryService, error: Error): { mockRestore(): void } {
  const original = useCase.execute.bind(useCase)
  useCase.execute = () => Promise.reject(error)
  return { mockRestore: () => void (useCase.execute = original) }
}

/** Sends raw bytes and returns the response: head and body. */
function rawExchange(bytes: string): Promise<[string, string]> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(service.url)
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('data', part => (text += part.toString()))
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n')
      resolve([head, body])
    })
  })
}
