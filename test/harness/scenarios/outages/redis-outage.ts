import { startRedis } from '../../servers/redis.ts'
import type { Server } from '../../../../tools/stores/server.ts'
import { startSimulator } from '../../../../tools/simulator/simulator.ts'
import { eventually, startInstance } from '../../service/instances.js'
import { metric } from '../../assertions/metrics.js'
import { startRelay, type Relay } from '../../servers/relay.js'
import { storyRequest, testKey } from '../../fixtures/requests.js'
import {
  startLoad,
  type LoadAnswer,
  type LoadResult,
  type Order,
  type ProbeAnswer,
  type SteadyLoad
} from '../steady-load.js'
import { createTestDatabase } from '../../service/stores.js'
import { userToken } from '../../fixtures/tokens.js'

/** A fault of Redis, or of the network to it. */
export type RedisBreakage = 'restart' | 'hang' | 'refused' | 'reset' | 'lost connections'

export interface RedisOutageForm {
  readonly outages: readonly RedisBreakage[]
  readonly lastsMs: number
  readonly perSecond: number
}

export interface RedisOutage {
  readonly what: RedisBreakage
  /** Requests while it was unusable. */
  readonly answers: readonly LoadAnswer[]
  /** The last response of `/api/health` during the outage. */
  readonly health: ProbeAnswer | undefined
  /** Statuses for a user who had spent three of five requests before it. */
  readonly limited: readonly number[]
}

export interface RedisOutages {
  readonly answers: readonly LoadAnswer[]
  readonly ready: readonly ProbeAnswer[]
  readonly outages: readonly RedisOutage[]
  /** Whether the story that all users request came from the cache at the end. */
  readonly cachedAtTheEnd: boolean | undefined
}

const userLimit = 5
const spentBefore = 3
const providerTakesMs = 200
/** Two of them request the same story. */
const goodInARow = 45

/** Redis fails in several ways, one after the other, while generations run. */
export async function runRedisOutageScenario(form: RedisOutageForm): Promise<RedisOutages> {
  const redis = await startRedis()
  const relay = await startRelay(redis.url)
  const database = await createTestDatabase()
  const simulator = await startSimulator({
    scenario: { faults: [{ fault: 'slow-first-byte', value: providerTakesMs }] }
  })
  const service = await startInstance({
    DATABASE_URL: database.url,
    REDIS_URL: relay.url,
    OPENAI_BASE_URL: simulator.baseUrl,
    RATE_LIMIT_PER_MINUTE: String(userLimit),
    // The service stops waiting for a hanging Redis within this time.
    REDIS_TIMEOUT: '0.2'
  })
  const breakages = breakagesOf(redis, relay)
  const load = startLoad(service.url, {
    perSecond: form.perSecond,
    order: orderOf,
    probePaths: ['/api/health/ready', '/api/health']
  })
  try {
    await load.good(goodInARow)
    const spans: Span[] = []
    for (const what of form.outages) {
      const user = `user-${what.replaceAll(' ', '-')}`
      const broken = breakages[what]
      spans.push({ what, ...(await runOutage(broken, form.lastsMs, user, service.url, load)) })
    }
    return resultOf(spans, await load.stop())
  } finally {
    await load.stop()
    await service.stop()
    await Promise.all([relay.close(), simulator.close(), redis.stop()])
    await database.drop()
  }
}

/** Resolves when the service has fully recovered. */
async function runOutage(
  { begin, end }: Broken,
  lastsMs: number,
  user: string,
  url: string,
  load: SteadyLoad
): Promise<Omit<Span, 'what'>> {
  await spend(url, user, spentBefore)
  await begin()
  const beganAtMs = load.nowMs()
  await load.lasts(lastsMs)
  await eventually(() => isNoticed(load, beganAtMs))
  const limited = await spend(url, user, userLimit)
  const overAtMs = load.nowMs()
  await end()
  await eventually(async () => (await metric(url, 'jiraiya_redis_up', { store: 'shared' })) === 1)
  await load.good(goodInARow)
  return { beganAtMs, overAtMs, limited }
}

/** Whether the shared story was requested, and the health report shows the outage. */
function isNoticed(load: SteadyLoad, beganAtMs: number): boolean {
  return (
    load
      .answersSoFar()
      .some(({ number, startedAtMs }) => isPopular(number) && startedAtMs >= beganAtMs) &&
    load
      .probed('/api/health')
      .some(({ text, startedAtMs }) => isDegraded(text) && startedAtMs >= beganAtMs)
  )
}

function resultOf(spans: readonly Span[], { answers, probes }: LoadResult): RedisOutages {
  return {
    answers,
    ready: probes.filter(({ path }) => path === '/api/health/ready'),
    outages: spans.map(span => outageOf(span, answers, probes)),
    cachedAtTheEnd: answers.findLast(({ number }) => isPopular(number))?.body.cached
  }
}

interface Span extends Pick<RedisOutage, 'what' | 'limited'> {
  readonly beganAtMs: number
  readonly overAtMs: number
}

function outageOf(
  { what, beganAtMs, overAtMs, limited }: Span,
  answers: readonly LoadAnswer[],
  probes: readonly ProbeAnswer[]
): RedisOutage {
  return {
    what,
    answers: answers.filter(
      ({ startedAtMs: at, endedAtMs }) => at >= beganAtMs && endedAtMs < overAtMs
    ),
    health: probes.findLast(
      ({ path, endedAtMs }) => path === '/api/health' && endedAtMs < overAtMs
    ),
    limited
  }
}

interface Broken {
  readonly begin: () => Promise<void>
  readonly end: () => Promise<void>
}

function breakagesOf(redis: Server, relay: Relay): Readonly<Record<RedisBreakage, Broken>> {
  const end = (): Promise<void> => relay.open()
  return {
    restart: { begin: () => redis.crash(), end: () => redis.restart() },
    hang: { begin: () => redis.hang(), end: () => redis.resume() },
    refused: { begin: () => relay.refuse(), end },
    reset: { begin: async () => relay.reset(), end },
    'lost connections': { begin: async () => relay.lose(), end }
  }
}

/** Every twentieth request is for the same story, but no two of them run at the same time. */
function orderOf(number: number): Order {
  const keyword = isPopular(number) ? 'everybody' : `lantern ${number}`
  return {
    headers: { 'X-API-Key': testKey },
    body: storyRequest({ keywords: ['fox', keyword], max_length: 100 })
  }
}

function isDegraded(report: string): boolean {
  return (JSON.parse(report) as { readonly status?: string }).status === 'degraded'
}

export function isPopular(number: number): boolean {
  return number % 20 === 0
}

/** The statuses of invalid requests: 400, or 429 after the limit. */
async function spend(url: string, sub: string, times: number): Promise<readonly number[]> {
  const statuses: number[] = []
  for (let time = 0; time < times; time++) {
    const { status } = await fetch(`${url}/api/v1/generate`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${userToken({ sub })}`
      },
      body: '{}'
    })
    statuses.push(status)
  }
  return statuses
}
