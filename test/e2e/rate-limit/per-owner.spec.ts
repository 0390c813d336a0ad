import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import request, { type Response, type Test } from 'supertest'
import type { Principal } from '#core/access/principal.js'
import { RateLimitsService } from '#modules/rate-limit/rate-limits.service.js'
import { metric } from '../../harness/assertions/metrics.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'
import { testRedisUrl } from '../../harness/service/stores.js'
import { userToken } from '../../harness/fixtures/tokens.js'

const actingKey = 'a-key-of-the-tests-that-acts-for-users'
const digest = (key: string): string => createHash('sha256').update(key).digest('hex')
const keys = JSON.stringify([
  { name: 'tests', sha256: digest(testKey), scopes: ['stories'] },
  { name: 'backend', sha256: digest(actingKey), scopes: ['stories', 'act-as'] }
])

let lastUser = 0
/** A user of its own for each test, so that its counters start at 0. */
const newUser = (): string => `user-${++lastUser}`

/** An invalid request: it counts against the limit, and needs no generation. */
function spend(url: string, token: string): Test {
  return request(url).post('/api/v1/generate').set('Authorization', `Bearer ${token}`).send({})
}

function spendAs({ url }: Service, name: string, role = 'user'): Test {
  return spend(url, userToken({ sub: name, role }))
}

async function statusesOf(count: number, call: () => Test): Promise<number[]> {
  const statuses: number[] = []
  while (statuses.length < count) statuses.push((await call()).status)
  return statuses
}

/** Number of answers, by status. */
function tally(answers: readonly Response[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function user(name: string): Principal {
  return { kind: 'user', name, owner: `user:${name}`, scopes: new Set(['stories']), claims: {} }
}

/** Several instances that share one Redis, for all tests of a block. */
function useInstances(count: number, settings: Readonly<Record<string, string>>) {
  const services: Service[] = []
  let redis: Redis
  beforeAll(async () => {
    const url = testRedisUrl()
    redis = new Redis(url)
    while (services.length < count) {
      services.push(await startService({ REDIS_URL: url, API_KEYS: keys, ...settings }))
    }
  })
  afterAll(async () => {
    for (const service of services) await service.close()
    redis.disconnect()
  })
  return {
    services,
    get service(): Service {
      const [first] = services
      if (first === undefined) throw new Error('not started')
      return first
    },
    get redis(): Redis {
      return redis
    }
  }
}

describe('Instances that share a Redis', () => {
  const limit = 20
  const shared = useInstances(2, {
    RATE_LIMIT_PER_MINUTE: String(limit),
    RATE_LIMIT_PER_HOUR: '100',
    RATE_LIMIT_READ_PER_MINUTE: '120'
  })

  it('accept exactly as many parallel requests as the limit allows', async () => {
    const name = newUser()
    const answers = await Promise.all(
      Array.from({ length: 10 * limit }, (_, index) =>
        spendAs(shared.services[index % 2] ?? shared.service, name)
      )
    )
    expect(tally(answers)).toEqual({ 400: limit, 429: 9 * limit })
    const remaining = answers
      .filter(({ status }) => status === 400)
      .map(({ headers }) => Number(headers['x-ratelimit-remaining']))
    expect(remaining.toSorted((a, b) => a - b)).toEqual(Array.from({ length: limit }, (_, n) => n))
  })

  it('store their counters under keys that begin with jiraiya: and expire', async () => {
    await spendAs(shared.service, newUser())
    const found = await shared.redis.keys('*')
    expect(found.length).toBeGreaterThan(0)
    for (const key of found) {
      expect(key).toMatch(/^jiraiya:limit:\{user:.+\}:(minute|hour)$/)
      const leftMs = await shared.redis.pttl(key)
      expect(leftMs).toBeGreaterThan(0)
      expect(leftMs).toBeLessThanOrEqual(key.endsWith('hour') ? 3_600_000 : 60_000)
    }
  })

  it('do not extend a window with more hits', async () => {
    const name = newUser()
    await spendAs(shared.service, name)
    const key = `jiraiya:limit:{user:${name}}:minute`
    await shared.redis.pexpire(key, 10_000)
    const { headers } = await spendAs(shared.service, name)
    expect(headers['x-ratelimit-reset']).toBe('10')
    expect(await shared.redis.pttl(key)).toBeLessThanOrEqual(10_000)
  })

  it('return the state of the limits to the usage route without counting', async () => {
    const name = newUser()
    await spendAs(shared.service, name)
    const limits = shared.service.app.get(RateLimitsService)
    await limits.peek(user(name))
    expect(await limits.peek(user(name))).toEqual([
      { policy: 'minute', limit, remaining: limit - 1, resetSeconds: 60, windowSeconds: 60 },
      { policy: 'hour', limit: 100, remaining: 99, resetSeconds: 3600, windowSeconds: 3600 },
      { policy: 'read', limit: 120, remaining: 120, resetSeconds: 0, windowSeconds: 60 }
    ])
  })
})

describe.each([
  ['Redis', () => ({ REDIS_URL: testRedisUrl() })],
  ['this process', () => ({})]
])('Limits counted in %s', (_, store) => {
  let service: Service
  beforeAll(async () => {
    service = await startService({
      API_KEYS: keys,
      RATE_LIMIT_PER_MINUTE: '2',
      RATE_LIMIT_PER_HOUR: '3',
      RATE_LIMIT_READ_PER_MINUTE: '2',
      RATE_LIMIT_KEY_PER_MINUTE: '4',
      RATE_LIMIT_KEY_PER_HOUR: '1000',
      RATE_LIMITS: JSON.stringify({
        'role:admin': { perMinute: 5, perHour: 5 },
        'key:backend': { perMinute: 6 }
      }),
      ...store()
    })
  })
  afterAll(() => service.close())

  it('return 429 with the standard error body and all headers', async () => {
    const name = newUser()
    const first = await spendAs(service, name)
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': '60',
      'ratelimit-policy': '"minute";q=2;w=60, "hour";q=3;w=3600',
      ratelimit: '"minute";r=1;t=60, "hour";r=2;t=3600'
    })
    await spendAs(service, name)
    const refused = await spendAs(service, name)
    const seconds = refused.body.error.retryAfter
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({
      message: expect.stringMatching(/^Too many/),
      detail: refused.body.message,
      error: { code: 'RATE_LIMIT_EXCEEDED', category: 'rate_limit', retryable: true }
    })
    expect(seconds).toBeGreaterThan(55)
    expect(refused.headers).toMatchObject({
      'retry-after': String(seconds),
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(seconds),
      'ratelimit-policy': '"minute";q=2;w=60, "hour";q=3;w=3600',
      ratelimit: expect.stringMatching(/^"minute";r=0;t=\d+, "hour";r=1;t=\d+$/)
    })
  })

  it('count nothing for a rejected request', async () => {
    const name = newUser()
    await statusesOf(10, () => spendAs(service, name))
    const [minute, hour] = await service.app.get(RateLimitsService).peek(user(name))
    expect([minute?.remaining, hour?.remaining]).toEqual([0, 1])
  })

  it('count each owner separately, for any client that acts for them', async () => {
    const [one, other] = [newUser(), newUser()]
    const actFor = (name: string) =>
      request(service.url)
        .post('/api/v1/generate')
        .set('X-API-Key', actingKey)
        .set('X-User-ID', name)
        .send({})
    expect(await statusesOf(1, () => actFor(one))).toEqual([400])
    expect(await statusesOf(2, () => spendAs(service, one))).toEqual([400, 429])
    expect(await statusesOf(1, () => actFor(one))).toEqual([429])
    expect(await statusesOf(1, () => actFor(other))).toEqual([400])
  })

  it('can differ for a role, for keys and for a certain key', async () => {
    const name = newUser()
    const admin = await statusesOf(6, () => spendAs(service, name, 'admin'))
    expect(admin).toEqual([400, 400, 400, 400, 400, 429])
    const withKey = (key: string) =>
      request(service.url).post('/api/v1/generate').set('X-API-Key', key).send({})
    expect(await statusesOf(5, () => withKey(testKey))).toEqual([400, 400, 400, 400, 429])
    expect((await statusesOf(7, () => withKey(actingKey))).indexOf(429)).toBe(6)
  })

  it('have a separate window for reads', async () => {
    const limits = service.app.get(RateLimitsService)
    const principal = user(newUser())
    const decisions = []
    for (let read = 0; read < 3; read++) decisions.push(await limits.take(principal, 'read'))
    expect(decisions.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false])
    expect((await limits.take(principal, 'generation')).isAllowed).toBe(true)
  })

  it('do not reset when the clock jumps by five minutes', async () => {
    const name = newUser()
    expect(await statusesOf(3, () => spendAs(service, name))).toEqual([400, 400, 429])
    const { now } = Date
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 5 * 60_000)
    try {
      expect((await spendAs(service, name)).status).toBe(429)
    } finally {
      clock.mockRestore()
    }
  })

  it('do not apply to other routes', async () => {
    const name = newUser()
    const validate = () =>
      request(service.url)
        .post('/api/v1/auth/validate')
        .set('Authorization', `Bearer ${userToken({ sub: name })}`)
    expect(await statusesOf(5, validate)).toEqual([200, 200, 200, 200, 200])
    const { headers } = await validate()
    expect(Object.keys(headers).filter(header => header.includes('ratelimit'))).toEqual([])
    expect((await spendAs(service, name)).headers['x-ratelimit-remaining']).toBe('1')
  })

  it('are counted in the metrics', async () => {
    const name = newUser()
    const refusals = () =>
      metric(service.url, 'jiraiya_rate_limit_refusals_total', { policy: 'minute' })
    const decided = () => metric(service.url, 'jiraiya_rate_limit_decisions_total')
    const [refusedBefore, decidedBefore] = [await refusals(), await decided()]
    await statusesOf(3, () => spendAs(service, name))
    expect((await refusals()) - refusedBefore).toBe(1)
    expect((await decided()) - decidedBefore).toBe(3)
  })
})

describe('An instance without shared counters', () => {
  it('has its share of the limit, rounded up', async () => {
    const service = await startService({ RATE_LIMIT_PER_MINUTE: '10', REPLICAS: '4' })
    const name = newUser()
    expect((await spendAs(service, name)).headers).toMatchObject({
      'x-ratelimit-limit': '3',
      'x-ratelimit-remaining': '2'
    })
    expect(await statusesOf(3, () => spendAs(service, name))).toEqual([400, 400, 429])
    await service.close()
  })
})

describe('A rejection by the per-IP limits', () => {
  it('is counted in the metrics', async () => {
    const service = await startService({
      FLOOD_LIMIT_PER_MINUTE: '2',
      LOGIN_FAILURES_PER_MINUTE: '1'
    })
    const refusals = (policy: string) =>
      metric(service.url, 'jiraiya_rate_limit_refusals_total', { policy })
    const [floods, logins] = [await refusals('flood'), await refusals('logins')]
    expect(await statusesOf(3, () => spend(service.url, 'x.y.z'))).toEqual([401, 429, 429])
    expect((await refusals('flood')) - floods).toBe(1)
    expect((await refusals('logins')) - logins).toBe(1)
    await service.close()
  })
})
