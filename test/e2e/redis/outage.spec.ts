import { Redis } from 'ioredis'
import request, { type Test } from 'supertest'
import { startRedis } from '../../harness/servers/redis.ts'
import type { Server } from '../../../tools/stores/server.ts'
import { eventually } from '../../harness/service/instances.js'
import { metric } from '../../harness/assertions/metrics.js'
import { startService, type Service } from '../../harness/service/service.js'
import { userToken } from '../../harness/fixtures/tokens.js'

const limit = 5

let redis: Server
let service: Service
beforeAll(async () => {
  redis = await startRedis()
  service = await startService({
    REDIS_URL: redis.url,
    RATE_LIMIT_PER_MINUTE: String(limit),
    REDIS_TIMEOUT: '1'
  })
})
afterAll(async () => {
  await service.close()
  await redis.stop()
})

let lastUser = 0
const newUser = (): string => `user-${++lastUser}`

/** The status of an invalid request: 400, or 429 after the limit. */
function spend(user: string): Test {
  const token = userToken({ sub: user })
  return request(service.url)
    .post('/api/v1/generate')
    .set('Authorization', `Bearer ${token}`)
    .send({})
}

interface Spent {
  readonly status: number
  readonly remaining: number
}

async function inARow(count: number, user: string): Promise<Spent[]> {
  const answers: Spent[] = []
  while (answers.length < count) {
    const { status, headers } = await spend(user)
    answers.push({ status, remaining: Number(headers['x-ratelimit-remaining']) })
  }
  return answers
}

const statuses = (answers: readonly Spent[]): number[] => answers.map(({ status }) => status)
const isUp = (): Promise<number> => metric(service.url, 'jiraiya_redis_up', { store: 'shared' })
const decidedBy = (counter: string): Promise<number> =>
  metric(service.url, 'jiraiya_rate_limit_decisions_total', { counter })

/** Health asks Redis, so it notices a return without any other traffic. */
async function untilRedisIs(status: 'healthy' | 'degraded'): Promise<void> {
  await eventually(async () => {
    const { body } = await request(service.url).get('/api/health')
    const found = body.dependencies.find(({ name }: { name: string }) => name === 'redis')
    return found?.status === status && (await isUp()) === (status === 'healthy' ? 1 : 0)
  })
}

async function expectBack(): Promise<void> {
  await untilRedisIs('healthy')
  const before = await decidedBy('redis')
  expect((await spend(newUser())).status).toBe(400)
  expect((await decidedBy('redis')) - before).toBe(1)
}

describe('Redis', () => {
  it('that crashes leaves in-process counters with the previous counts, and counts again when it is back', async () => {
    const name = newUser()
    expect(statuses(await inARow(3, name))).toEqual([400, 400, 400])
    const before = await decidedBy('process')
    await redis.crash()
    const answers = await inARow(4, name)
    expect(statuses(answers)).toEqual([400, 400, 429, 429])
    expect(answers.map(({ remaining }) => remaining)).toEqual([1, 0, 0, 0])
    expect(await isUp()).toBe(0)
    expect((await decidedBy('process')) - before).toBe(4)
    await untilRedisIs('degraded')
    const { status, body } = await request(service.url).get('/api/health')
    expect([status, body.status, body.shared_state]).toEqual([200, 'degraded', 'redis'])
    expect((await request(service.url).get('/api/health/ready')).status).toBe(200)
    await redis.restart()
    await expectBack()
  })

  it('that hangs does not fail or delay requests', async () => {
    const name = newUser()
    await inARow(2, name)
    await redis.hang()
    const failures = await metric(service.url, 'jiraiya_redis_failures_total', { store: 'shared' })
    const together = await Promise.all(Array.from({ length: 20 }, () => spend(newUser())))
    expect(together.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 400))
    expect(await isUp()).toBe(0)
    // The counts that the process kept during the outage apply.
    expect(statuses(await inARow(4, name))).toEqual([400, 400, 400, 429])
    expect(
      (await metric(service.url, 'jiraiya_redis_failures_total', { store: 'shared' })) - failures
    ).toBe(24)
    await redis.resume()
    await expectBack()
  })

  it('that rejects commands counts as down', async () => {
    const admin = new Redis(redis.url)
    await admin.config('SET', 'maxmemory', '1')
    const answers = await inARow(3, newUser())
    expect(statuses(answers)).toEqual([400, 400, 400])
    expect(await isUp()).toBe(0)
    await admin.config('SET', 'maxmemory', '0')
    admin.disconnect()
    await expectBack()
  })

  it('that has lost the script gets it again', async () => {
    const admin = new Redis(redis.url)
    await admin.script('FLUSH')
    admin.disconnect()
    const before = await decidedBy('redis')
    await spend(newUser())
    expect((await decidedBy('redis')) - before).toBe(1)
    expect(await isUp()).toBe(1)
  })
})

describe('The start of the service', () => {
  it.each([
    ['refuses connections', 'redis://127.0.0.1:1'],
    ['speaks another protocol', () => service.url.replace('http:', 'redis:')]
  ])('neither fails nor waits when Redis %s', async (_, address) => {
    const url = typeof address === 'string' ? address : address()
    const other = await startService({ REDIS_URL: url, RATE_LIMIT_PER_MINUTE: '10' })
    const answer = await request(other.url)
      .post('/api/v1/generate')
      .set('Authorization', `Bearer ${userToken({ sub: newUser() })}`)
      .send({})
    await other.close()
    expect(answer.status).toBe(400)
    expect(answer.headers['x-ratelimit-remaining']).toBe('9')
  })

  it('does not wait for a Redis that hangs, and uses it when it responds', async () => {
    await redis.hang()
    const other = await startService({ REDIS_URL: redis.url, REDIS_TIMEOUT: '0.2' })
    const isUsed = (): Promise<number> => metric(other.url, 'jiraiya_redis_up', { store: 'shared' })
    expect(await isUsed()).toBe(0)
    await redis.resume()
    await eventually(async () => {
      await request(other.url).get('/api/health')
      return (await isUsed()) === 1
    })
    await other.close()
  })

  it('reports in health where shared state is stored', async () => {
    const alone = await startService()
    const { body } = await request(alone.url).get('/api/health')
    await alone.close()
    expect(body.shared_state).toBe('process')
    expect(body.dependencies.map(({ name }: { name: string }) => name)).not.toContain('redis')
  })
})
