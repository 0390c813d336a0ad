import request, { type Test } from 'supertest'
import { storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { metric } from '../../harness/assertions/metrics.js'
import { startService } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

const dashboard = 'https://dashboard.kuybi.example'
const unknownOrigin = 'https://stranger.example'

const service = useService({
  CORS_ORIGINS: `${dashboard},https://other.kuybi.example/`,
  FLOOD_LIMIT_PER_MINUTE: '2',
  TRUST_PROXY_HOPS: '1'
})

const allowed =
  'Content-Type, Accept, Authorization, X-API-Key, X-Request-ID, X-Correlation-ID, X-User-ID, Idempotency-Key, Prefer, Cache-Control, If-None-Match'
const exposed =
  'X-Request-ID, X-Correlation-ID, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, RateLimit, RateLimit-Policy, Retry-After, Location, Idempotency-Replayed, ETag, X-Ignored-Fields, Warning'

const readable = {
  'access-control-allow-origin': dashboard,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': exposed,
  vary: 'Origin'
}

let lastAddress = 0

function post(origin: string, body: object | string = storyRequest()): Test {
  return request(service.url)
    .post('/api/v1/generate')
    .set({ Origin: origin, 'X-API-Key': testKey, 'X-Forwarded-For': `203.0.113.${++lastAddress}` })
    .set('Content-Type', 'application/json')
    .send(body)
}

function preflight(origin: string, path = '/api/v1/generate'): Test {
  return request(service.url)
    .options(path)
    .set({ Origin: origin, 'Access-Control-Request-Method': 'POST' })
}

function corsHeadersOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.keys(headers).filter(name => name.startsWith('access-control-'))
}

describe('A page of an allowed origin', () => {
  it('can read a story', async () => {
    const { status, headers } = await post(dashboard)
    expect(status).toBe(200)
    expect(headers).toMatchObject(readable)
  })

  it('is recognised with a trailing slash in the setting', async () => {
    const { headers } = await post('https://other.kuybi.example')
    expect(headers['access-control-allow-origin']).toBe('https://other.kuybi.example')
  })

  it.each<[number, () => Test]>([
    [400, () => post(dashboard, '{')],
    [401, () => post(dashboard).set('X-API-Key', 'wrong')],
    [404, () => request(service.url).get('/nowhere').set('Origin', dashboard)],
    [405, () => request(service.url).get('/api/v1/generate').set('Origin', dashboard)],
    [413, () => post(dashboard, { filler: 'x'.repeat(70_000) })],
    [415, () => post(dashboard, 'x').set('Content-Type', 'text/html')]
  ])('can read an error with status %i', async (status, call) => {
    const answer = await call()
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject(readable)
  })

  it('can read an error with status 429', async () => {
    const call = () => post(dashboard).set('X-Forwarded-For', '198.51.100.1')
    await call()
    await call()
    const answer = await call()
    expect(answer.status).toBe(429)
    expect(answer.headers).toMatchObject(readable)
  })
})

describe('A preflight', () => {
  it('of an allowed origin gets the CORS headers, ids and security headers', async () => {
    const { status, text, headers } = await preflight(dashboard).set('X-Request-ID', 'preflight-1')
    expect({ status, text }).toEqual({ status: 204, text: '' })
    expect(headers).toMatchObject({
      ...readable,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
      'access-control-allow-headers': allowed,
      'access-control-max-age': '600',
      'x-request-id': 'preflight-1',
      'x-correlation-id': 'preflight-1',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': expect.any(String)
    })
  })

  it.each(['/', '/api/health', '/metrics', '/nowhere/yet'])(
    'gets 204 at %s too, so that the page can read the actual response',
    async path => {
      expect((await preflight(dashboard, path)).status).toBe(204)
    }
  )

  it('needs no credential, counts for no limit, and is logged and counted like any request', async () => {
    const labels = { method: 'OPTIONS', status: '204' }
    const before = await metric(service.url, 'jiraiya_requests_total', labels)
    for (let count = 0; count < 5; count++) {
      expect((await preflight(dashboard)).status).toBe(204)
    }
    expect(await metric(service.url, 'jiraiya_requests_total', labels)).toBe(before + 5)
  })

  it('of an unknown origin is treated as a plain OPTIONS request', async () => {
    const { status, headers } = await preflight(unknownOrigin)
    expect(status).toBe(405)
    expect(headers['allow']).toBe('POST')
    expect(corsHeadersOf(headers)).toEqual([])
  })

  it('without Access-Control-Request-Method is treated as a plain OPTIONS request', async () => {
    const answer = await request(service.url).options('/api/v1/generate').set('Origin', dashboard)
    expect(answer.status).toBe(405)
    expect(answer.body.error.code).toBe('METHOD_NOT_ALLOWED')
  })
})

describe('A page of any other origin', () => {
  it.each([
    unknownOrigin,
    'null',
    'http://dashboard.kuybi.example',
    `${dashboard}.evil.example`,
    `${dashboard}:8443`,
    'https://DASHBOARD.kuybi.example',
    ''
  ])('(%j) gets no CORS headers', async origin => {
    const { status, headers } = await post(origin)
    expect(status).toBe(200)
    expect(corsHeadersOf(headers)).toEqual([])
    expect(headers['vary']).toBe('Origin')
  })
})

describe('With * in development', () => {
  it('every origin is returned by name, since credentials are allowed', async () => {
    const open = await startService({ CORS_ORIGINS: '*' })
    const { headers } = await request(open.url).get('/').set('Origin', unknownOrigin)
    await open.close()
    expect(headers).toMatchObject({ ...readable, 'access-control-allow-origin': unknownOrigin })
  })
})
