import request, { type Response, type Test } from 'supertest'
import { generate, testKey } from '../../harness/fixtures/requests.js'
import { startService } from '../../harness/service/service.js'
import { nowSeconds, userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

let lastAddress = 0

/** An address of its own for each test, so that its counters start at 0. */
function newAddress(): string {
  return `203.0.113.${++lastAddress}`
}

async function statusesOf(count: number, call: () => Test): Promise<number[]> {
  const statuses: number[] = []
  while (statuses.length < count) statuses.push((await call()).status)
  return statuses
}

function expectLimited(answer: Response, policy: string): void {
  expect(answer.status).toBe(429)
  expect(answer.body).toMatchObject({
    success: false,
    statusCode: 429,
    message: expect.stringMatching(/^Too many/),
    error: { code: 'RATE_LIMIT_EXCEEDED', category: 'rate_limit', retryable: true },
    requestId: answer.headers['x-request-id']
  })
  const seconds = answer.body.error.retryAfter
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(answer.headers).toMatchObject({
    'retry-after': String(seconds),
    ratelimit: `"${policy}";r=0;t=${seconds}`,
    'ratelimit-policy': `"${policy}";q=3;w=60`,
    'x-content-type-options': 'nosniff'
  })
  expect(answer.headers).not.toHaveProperty('x-ratelimit-limit')
}

describe('The flood limit', () => {
  const service = useService({ FLOOD_LIMIT_PER_MINUTE: '3', TRUST_PROXY_HOPS: '1' })
  const from = (address: string) => generate(service.url).set('X-Forwarded-For', address)

  it('returns 429 with the standard error body over the limit', async () => {
    const address = newAddress()
    expect(await statusesOf(3, () => from(address))).toEqual([200, 200, 200])
    const answer = await from(address)
    expectLimited(answer, 'flood')
    expect(answer.body.detail).toBe(answer.body.message)
  })

  it('is checked before authentication', async () => {
    const address = newAddress()
    const statuses = await statusesOf(4, () => from(address).set('X-API-Key', 'wrong'))
    expect(statuses).toEqual([401, 401, 401, 429])
  })

  it('counts an address over all protected routes together', async () => {
    const address = newAddress()
    await statusesOf(3, () =>
      request(service.url).post('/api/v1/auth/validate').set('X-Forwarded-For', address)
    )
    expectLimited(await from(address), 'flood')
  })

  it('counts each address separately', async () => {
    const address = newAddress()
    await statusesOf(4, () => from(address))
    expect((await from(newAddress())).status).toBe(200)
  })

  it('counts an IPv6 network of 64 bits as one address', async () => {
    const statuses: number[] = []
    for (const host of [':1', 'aaaa::1', 'ffff:ffff:ffff:ffff', '1:2:3:4']) {
      statuses.push((await from(`2001:db8:0:7:${host}`)).status)
    }
    expect(statuses).toEqual([200, 200, 200, 429])
    expect((await from('2001:db8:0:8::1')).status).toBe(200)
  })

  it('does not apply to probes, metrics and the root path', async () => {
    const address = newAddress()
    await statusesOf(4, () => from(address))
    const open = ['/api/health', '/api/health/live', '/api/v1/health/ready', '/metrics', '/']
    for (const path of open) {
      const statuses = await statusesOf(5, () =>
        request(service.url).get(path).set('X-Forwarded-For', address)
      )
      expect(statuses).toEqual([200, 200, 200, 200, 200])
    }
  })

  it('is not in the headers of a response within the limit, which describe the owner', async () => {
    const { headers } = await from(newAddress())
    expect(headers['ratelimit-policy']).toContain('"minute"')
    expect(headers['ratelimit-policy']).not.toContain('flood')
  })
})

describe('The limit of failed logins', () => {
  const service = useService({ LOGIN_FAILURES_PER_MINUTE: '3', TRUST_PROXY_HOPS: '1' })
  const from = (address: string, key = testKey) =>
    generate(service.url).set('X-Forwarded-For', address).set('X-API-Key', key)
  const bare = (address: string) =>
    request(service.url).post('/api/v1/generate').set('X-Forwarded-For', address).send({})

  it('rejects even a valid credential after too many invalid ones in a minute', async () => {
    const address = newAddress()
    expect(await statusesOf(4, () => from(address, 'wrong'))).toEqual([401, 401, 401, 429])
    expectLimited(await from(address), 'logins')
    expect((await from(newAddress())).status).toBe(200)
  })

  it('counts invalid keys and invalid tokens together', async () => {
    const address = newAddress()
    const withToken = () => bare(address).set('Authorization', 'Bearer x.y.z')
    expect(await statusesOf(2, withToken)).toEqual([401, 401])
    expect((await from(address, 'wrong')).status).toBe(401)
    expectLimited(await withToken(), 'logins')
  })

  it('does not count a valid token that has expired', async () => {
    const address = newAddress()
    const ended = userToken({ exp: nowSeconds() - 60 })
    const withEnded = () => bare(address).set('Authorization', `Bearer ${ended}`)
    expect(await statusesOf(5, withEnded)).toEqual([401, 401, 401, 401, 401])
    expect((await from(address)).status).toBe(200)
  })

  it('counts a forged token that has expired', async () => {
    const address = newAddress()
    const forged = userToken({ exp: nowSeconds() - 60 }, 'a-secret-that-only-the-forger-knows-of')
    const withForged = () => bare(address).set('Authorization', `Bearer ${forged}`)
    expect(await statusesOf(4, withForged)).toEqual([401, 401, 401, 429])
  })

  it('neither counts nor rejects a request without a credential', async () => {
    const address = newAddress()
    expect(await statusesOf(5, () => bare(address))).toEqual([401, 401, 401, 401, 401])
    expect((await from(address)).status).toBe(200)
    await statusesOf(3, () => from(address, 'wrong'))
    expect((await bare(address)).status).toBe(401)
  })

  it('does not count errors of a request with a valid credential', async () => {
    const address = newAddress()
    expect(await statusesOf(5, () => from(address).send('{'))).not.toContain(429)
    expect(await statusesOf(2, () => from(address))).toEqual([200, 200])
  })

  it('does not apply to probes with any credential', async () => {
    const address = newAddress()
    await statusesOf(4, () => from(address, 'wrong'))
    const probe = await request(service.url)
      .get('/api/health/live')
      .set('X-Forwarded-For', address)
      .set('X-API-Key', 'wrong')
    expect(probe.status).toBe(200)
  })
})

describe('X-Forwarded-For', () => {
  /**
   * The status of a second request with another header value, while one request a minute is allowed.
   */
  async function secondStatus(hops: string, first: string, second: string): Promise<number> {
    const service = await startService({ FLOOD_LIMIT_PER_MINUTE: '1', TRUST_PROXY_HOPS: hops })
    const call = (chain: string) => {
      const test = request(service.url).post('/api/v1/generate')
      return chain === '' ? test : test.set('X-Forwarded-For', chain)
    }
    await call(first)
    const { status } = await call(second)
    await service.close()
    return status
  }

  it.each([
    ['is ignored without a proxy', '0', '203.0.113.1', '203.0.113.2', 429],
    ['is ignored at any length without a proxy', '0', '', '1.1.1.1, 2.2.2.2, 3.3.3.3', 429],
    ['identifies the client behind one proxy', '1', '203.0.113.1', '203.0.113.2', 401],
    ['identifies the same client twice', '1', '203.0.113.1', '203.0.113.1', 429],
    [
      'is read from the right, so that entries of the client are ignored',
      '1',
      '1.1.1.1, 9.9.9.9',
      '2.2.2.2, 3.3.3.3, 9.9.9.9',
      429
    ],
    [
      'identifies another client behind two proxies',
      '2',
      '203.0.113.1, 10.0.0.1',
      '203.0.113.2, 10.0.0.1',
      401
    ],
    [
      'is read from the right for two proxies',
      '2',
      '1.1.1.1, 203.0.113.1, 10.0.0.1',
      '2.2.2.2, 203.0.113.1, 10.0.0.2',
      429
    ],
    [
      'with fewer entries than proxies uses the first entry',
      '2',
      '203.0.113.1',
      '203.0.113.1',
      429
    ],
    ['that is missing behind a proxy leaves the address of the proxy', '1', '', '', 429],
    ['with invalid entries counts as one client', '1', 'nonsense', 'other nonsense', 429]
  ])('%s', async (_, hops, first, second, status) => {
    expect(await secondStatus(hops, first, second)).toBe(status)
  })
})
