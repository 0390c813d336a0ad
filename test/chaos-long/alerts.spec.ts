import { startPostgres } from '../../tools/stores/postgres.ts'
import type { Server } from '../../tools/stores/server.ts'
import type { ServiceProcess } from '../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../tools/simulator/simulator.ts'
import { eventually, startInstance } from '../harness/service/instances.js'
import { startWatcher, type Watcher } from '../harness/servers/observability/watching-prometheus.js'
import { startRelay, type Relay } from '../harness/servers/relay.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import { startLoad, type SteadyLoad } from '../harness/scenarios/steady-load.js'
import { testRedisUrl } from '../harness/service/stores.js'
import { userToken } from '../harness/fixtures/tokens.js'

const scenario = { faults: [{ fault: 'slow-first-byte', value: 400 }] } as const

/**
 * A real Prometheus with the shipped rules, all durations divided by 30 (`faster` in
 * harness/servers/observability/watching-prometheus.ts): an hour in the rules is two minutes here.
 */
describe('While generations run, ten a second', () => {
  let simulator: Simulator
  let postgres: Server
  let database: Relay
  let redis: Relay
  let service: ServiceProcess
  let watcher: Watcher
  let load: SteadyLoad
  beforeAll(async () => {
    simulator = await startSimulator({ scenario })
    postgres = await startPostgres()
    database = await startRelay(postgres.url)
    redis = await startRelay(testRedisUrl())
    service = await startInstance({
      OPENAI_BASE_URL: simulator.baseUrl,
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      KUYBI_REDIS_URL: redis.url,
      OPENAI_MAX_RETRIES: '0',
      // The event loop delay of a busy test machine must not count as overload.
      OVERLOAD_LOOP_DELAY: '60',
      RATE_LIMIT_PER_MINUTE: '1000000',
      RATE_LIMIT_PER_HOUR: '1000000',
      CIRCUIT_BREAKER_TIMEOUT: '1'
    })
    watcher = await startWatcher(service.url)
    load = startLoad(service.url, { perSecond: 10, order: orderOf, probePaths: [] })
    await eventually(async () => (await watcher.query('up == 1')).length === 1)
    await load.good(20)
  })
  afterAll(async () => {
    await load?.stop()
    await watcher?.stop()
    await Promise.all([database?.open(), redis?.open()])
    await service?.stop()
    await Promise.all([database?.close(), redis?.close(), simulator?.close()])
    await postgres?.stop()
  })

  /** Resolves with the names of the firing alerts, once all of `names` fire at the same time. */
  async function firing(...names: readonly string[]): Promise<ReadonlySet<string>> {
    let seen: ReadonlySet<string> = new Set()
    await eventually(async () => {
      seen = await watcher.firing()
      return names.every(name => seen.has(name))
    }).catch(error => {
      throw new Error(`only these fire: ${[...seen].join(', ')}`, { cause: error })
    })
    return seen
  }

  async function cleared(...names: readonly string[]): Promise<ReadonlySet<string>> {
    let seen: ReadonlySet<string> = new Set(names)
    await eventually(async () => {
      seen = await watcher.firing()
      return names.every(name => !seen.has(name))
    }).catch(error => {
      throw new Error(`these fire still: ${[...seen].join(', ')}`, { cause: error })
    })
    return seen
  }

  it('no alert fires without a fault', async () => {
    await load.lasts(15_000)
    expect(await cleared('JiraiyaNotScraped')).toEqual(new Set())
  })

  it('alerts fire for the provider when it is down, and stop when it is back', async () => {
    const alerts = ['JiraiyaProviderFaultsFastBurn', 'JiraiyaNoStories', 'JiraiyaBreakerOpen']
    const port = Number(new URL(simulator.baseUrl).port)
    await simulator.close()
    const seen = await firing(...alerts)
    simulator = await startSimulator({ port, scenario })
    expect([...seen].filter(name => /OwnFaults|Postgres|Redis/.test(name))).toEqual([])
    await cleared(...alerts)
    expect((await watcher.query('sum(up)'))[0]?.values).toEqual([1])
  })

  it('alerts fire for the service when PostgreSQL is down, and stop when it is back', async () => {
    const alerts = [
      'JiraiyaPostgresUnusable',
      'JiraiyaOwnFaultsFastBurn',
      'JiraiyaLedgerEntriesWaiting',
      'JiraiyaNoStories'
    ]
    await database.refuse()
    const seen = await firing(...alerts)
    await database.open()
    expect([...seen].filter(name => /ProviderFaultsFast|Breaker|Redis/.test(name))).toEqual([])
    await cleared(...alerts)
    expect((await watcher.query('sum(jiraiya_ledger_entries_waiting)'))[0]?.values).toEqual([0])
  })

  it('alerts fire for Redis and for unchecked revocations when Redis is down, and stop when it is back', async () => {
    const alerts = ['JiraiyaRedisDown', 'JiraiyaRevocationFailingOpen']
    await redis.refuse()
    const seen = await firing(...alerts)
    await redis.open()
    expect([...seen].filter(name => /FastBurn|NoStories|Postgres/.test(name))).toEqual([])
    await cleared(...alerts)
    expect((await watcher.query('min(jiraiya_redis_up)'))[0]?.values).toEqual([1])
  })
})

/** Each request is for another story; every second one is for a user of Kuybi. */
function orderOf(number: number): {
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
} {
  const token = userToken({ jti: String(number) })
  return {
    headers: number % 2 === 0 ? { 'X-API-Key': testKey } : { Authorization: `Bearer ${token}` },
    body: storyRequest({ keywords: ['fox', `lantern ${number}`], max_length: 100 })
  }
}
