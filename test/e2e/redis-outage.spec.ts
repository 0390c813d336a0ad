import { Redis } from 'ioredis'
import request, { type Test } from 'supertest'
import { startRedis } from '../../tools/stores/redis.ts'
import type { Server } from '../../tools/stores/server.ts'
import { metric } from '../harness/metrics.js'
import { startService, type Service } from '../harness/service.js'
import { userToken } from '../harness/tokens.js'

const limit = 5
/** What Redis may cost beyond an ordinary answer, which takes a few milliseconds here. */
const maxMs = 250 + 100

let redis: Server
let service: Service
beforeAll(async () => {
  redis = await startRedis()
  service = await startService({ REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: String(limit) })
})
afterAll(async () => {
  await service.close()
  await redis.stop()
})

let lastUser = 0
const newUser = (): string => `user-${++lastUser}`

/** A request that is counted and then refused for its form: 400, or 429. */
function spend(user: string): Test {
  const token = userToken({ sub: user })
  return request(service.url)
    .post('/api/v1/generate')
    .set('Authorization', `Bearer ${token}`)
    .send({})
}

interface Timed {
  readonly status: number
  readonly remaining: number
  readonly tookMs: number
}

async function timed(user: string): Promise<Timed> {
  const beganMs = performance.now()
  const { status, headers } = await spend(user)
  const remaining = Number(headers['x-ratelimit-remaining'])
  return { status, remaining, tookMs: performance.now() - beganMs }
}

async function inARow(count: number, user: string): Promise<Timed[]> {
  const answers: Timed[] = []
  while (answers.length < count) answers.push(await timed(user))
  return answers
}

const statuses = (answers: readonly Timed[]): number[] => answers.map(({ status }) => status)
const slowest = (answers: readonly Timed[]): number =>
  Math.max(...answers.map(({ tookMs }) => tookMs))
const isUp = (): Promise<number> => metric(service.url, 'jiraiya_redis_up', { store: 'shared' })
const decidedBy = (counter: string): Promise<number> =>
  metric(service.url, 'jiraiya_rate_limit_decisions_total', { counter })

/** Health asks Redis, so it notices a return without any other traffic. */
async function untilRedisIs(status: 'healthy' | 'degraded'): Promise<void> {
  for (;;) {
    const { body } = await request(service.url).get('/api/health')
    const found = body.dependencies.find(({ name }: { name: string }) => name === 'redis')
    if (found?.status === status && (await isUp()) === (status === 'healthy' ? 1 : 0)) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function expectBack(): Promise<void> {
  await untilRedisIs('healthy')
  const before = await decidedBy('redis')
  expect((await spend(newUser())).status).toBe(400)
  expect((await decidedBy('redis')) - before).toBe(1)
}

describe('A Redis', () => {
  it('that is killed leaves counters that know what it let pass; back again, it counts', async () => {
    const name = newUser()
    expect(statuses(await inARow(3, name))).toEqual([400, 400, 400])
    const before = await decidedBy('process')
    await redis.crash()
    const answers = await inARow(4, name)
    expect(statuses(answers)).toEqual([400, 400, 429, 429])
    expect(answers.map(({ remaining }) => remaining)).toEqual([1, 0, 0, 0])
    expect(slowest(answers)).toBeLessThan(maxMs)
    expect(await isUp()).toBe(0)
    expect((await decidedBy('process')) - before).toBe(4)
    await untilRedisIs('degraded')
    const { status, body } = await request(service.url).get('/api/health')
    expect([status, body.status, body.shared_state]).toEqual([200, 'degraded', 'redis'])
    expect((await request(service.url).get('/api/health/ready')).status).toBe(200)
    await redis.restart()
    await expectBack()
  })

  it('that hangs costs nobody more than 250 ms, and those who come after it nothing', async () => {
    const name = newUser()
    await inARow(2, name)
    await redis.hang()
    const failures = await metric(service.url, 'jiraiya_redis_failures_total', { store: 'shared' })
    const together = await Promise.all(Array.from({ length: 20 }, () => timed(newUser())))
    expect(statuses(together)).toEqual(Array.from({ length: 20 }, () => 400))
    expect(slowest(together)).toBeLessThan(maxMs)
    const after = await inARow(4, name)
    expect(statuses(after)).toEqual([400, 400, 400, 429])
    // None of them has waited for it.
    expect(slowest(after)).toBeLessThan(200)
    expect(await isUp()).toBe(0)
    expect(
      (await metric(service.url, 'jiraiya_redis_failures_total', { store: 'shared' })) - failures
    ).toBe(24)
    // Longer than it is left alone: a new connection is tried in vain, and at nobody's cost.
    const endsAtMs = performance.now() + 2500
    const meanwhile: Timed[] = []
    while (performance.now() < endsAtMs) meanwhile.push(await timed(newUser()))
    expect(new Set(statuses(meanwhile))).toEqual(new Set([400]))
    expect(slowest(meanwhile)).toBeLessThan(maxMs)
    expect(meanwhile.filter(({ tookMs }) => tookMs >= 200).length).toBeLessThan(2)
    await redis.resume()
    await expectBack()
  })

  it('that refuses commands is gone as well', async () => {
    const admin = new Redis(redis.url)
    await admin.config('SET', 'maxmemory', '1')
    const answers = await inARow(3, newUser())
    expect(statuses(answers)).toEqual([400, 400, 400])
    expect(await isUp()).toBe(0)
    await admin.config('SET', 'maxmemory', '0')
    admin.disconnect()
    await expectBack()
  })

  it('that has forgotten the script is told it again', async () => {
    const admin = new Redis(redis.url)
    await admin.script('FLUSH')
    admin.disconnect()
    const before = await decidedBy('redis')
    await spend(newUser())
    expect((await decidedBy('redis')) - before).toBe(1)
    expect(await isUp()).toBe(1)
  })
})

describe('A start', () => {
  it.each([
    ['refuses', 'redis://127.0.0.1:1'],
    ['answers in another language', () => service.url.replace('http:', 'redis:')]
  ])('is neither stopped nor delayed by a Redis that %s', async (_, address) => {
    const url = typeof address === 'string' ? address : address()
    const beganMs = performance.now()
    const other = await startService({ REDIS_URL: url, RATE_LIMIT_PER_MINUTE: '10' })
    expect(performance.now() - beganMs).toBeLessThan(5000)
    const answer = await request(other.url)
      .post('/api/v1/generate')
      .set('Authorization', `Bearer ${userToken({ sub: newUser() })}`)
      .send({})
    await other.close()
    expect(answer.status).toBe(400)
    expect(answer.headers['x-ratelimit-remaining']).toBe('9')
  })

  it('is not delayed by a Redis that hangs, and uses it once it is well', async () => {
    await redis.hang()
    const beganMs = performance.now()
    const other = await startService({ REDIS_URL: redis.url })
    const tookMs = performance.now() - beganMs
    await other.close()
    await redis.resume()
    expect(tookMs).toBeLessThan(5000)
    await expectBack()
  })

  it('says in health where shared state lives', async () => {
    const alone = await startService()
    const { body } = await request(alone.url).get('/api/health')
    await alone.close()
    expect(body.shared_state).toBe('process')
    expect(body.dependencies.map(({ name }: { name: string }) => name)).not.toContain('redis')
  })
})
