import { Redis } from 'ioredis'
import request from 'supertest'
import type { Server } from '../../../tools/stores/server.ts'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { metric } from '../../harness/assertions/metrics.js'
import { generate, storyRequest } from '../../harness/fixtures/requests.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { command } from '../../harness/servers/ask.ts'
import {
  portOf,
  redisPassword,
  startClusterNode,
  startReplicated,
  startSentinel
} from '../../harness/servers/setups/redis-servers.ts'
import { eventually } from '../../harness/service/instances.js'
import { startService, type Service } from '../../harness/service/service.js'

const limit = 1000
const masterName = 'stories'
let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

const addressOf = (server: Server): string => `127.0.0.1:${portOf(server)}`
const settings = () => ({
  OPENAI_BASE_URL: simulator.baseUrl,
  CACHE_TTL: '600',
  REDIS_TIMEOUT: '5',
  RATE_LIMIT_PER_MINUTE: String(limit)
})

let lastUser = 0

/** The number of hits that are left for a new user after these ones. */
async function leftAfter({ url }: Service, hits: number): Promise<number> {
  const user = `user-${++lastUser}`
  let left = limit
  for (let hit = 0; hit < hits; hit++) {
    const { headers } = await request(url)
      .post('/api/v1/generate')
      .set('Authorization', `Bearer ${userToken({ sub: user })}`)
      .send({})
    left = Number(headers['x-ratelimit-remaining'])
  }
  return left
}

const decidedBy = ({ url }: Service, counter: string): Promise<number> =>
  metric(url, 'jiraiya_rate_limit_decisions_total', { counter })

/** Until a request is counted by Redis. */
function untilRedisCounts(service: Service): Promise<void> {
  return eventually(async () => {
    const before = await decidedBy(service, 'redis')
    await leftAfter(service, 1)
    return (await decidedBy(service, 'redis')) > before
  })
}

async function isCached({ url }: Service, genre: string): Promise<boolean> {
  const hits = () => metric(url, 'jiraiya_cache_requests_total', { result: 'hit' })
  const before = await hits()
  await generate(url, storyRequest({ genre })).expect(200)
  return (await hits()) > before
}

describe('Redis with three Sentinels', () => {
  let master: Server
  let replica: Server
  let sentinels: readonly Server[]
  let service: Service
  beforeAll(async () => {
    master = await startReplicated()
    replica = await startReplicated(master)
    sentinels = await Promise.all([1, 2, 3].map(() => startSentinel(masterName, master)))
    // A failover needs a replica and two other Sentinels that the Sentinels have discovered.
    for (const sentinel of sentinels) await eventually(() => knowsAll(sentinel))
    service = await startService({
      ...settings(),
      REDIS_URL: `redis://:${redisPassword}@${masterName}`,
      REDIS_SENTINELS: sentinels.map(addressOf).join(',')
    })
  })
  afterAll(async () => {
    await service.close()
    await Promise.all([...sentinels, replica, master].map(server => server.stop()))
  })

  async function knowsAll(sentinel: Server): Promise<boolean> {
    const facts = (await sentinelCommand(sentinel, 'MASTER')) as readonly string[]
    const valueOf = (name: string): string | undefined => facts[facts.indexOf(name) + 1]
    return valueOf('num-slaves') === '1' && valueOf('num-other-sentinels') === '2'
  }

  const sentinelCommand = (sentinel: Server, name: string): Promise<unknown> =>
    command(`redis://${addressOf(sentinel)}`, 'SENTINEL', name, masterName)

  async function masterOf(sentinel: Server): Promise<string> {
    return ((await sentinelCommand(sentinel, 'GET-MASTER-ADDR-BY-NAME')) as string[]).join(':')
  }

  it('is used for limits and cache', async () => {
    await untilRedisCounts(service)
    expect(await leftAfter(service, 3)).toBe(limit - 3)
    expect(await isCached(service, 'fable')).toBe(false)
    expect(await isCached(service, 'fable')).toBe(true)
  })

  it('is used through the new master after a failover, and has the cached stories', async () => {
    await command(master.url, 'WAIT', '1', '1000')
    await master.crash()
    // Requests are served meanwhile.
    expect(await leftAfter(service, 2)).toBe(limit - 2)
    const [sentinel] = sentinels as [Server]
    await eventually(async () => (await masterOf(sentinel)) === addressOf(replica))
    await untilRedisCounts(service)
    expect(await isCached(service, 'fable')).toBe(true)
    expect(String(await command(replica.url, 'CLIENT', 'LIST'))).toContain('name=jiraiya')
  })

  it('is used through the first master again after a failover back', async () => {
    await master.restart()
    const [sentinel] = sentinels as [Server]
    // Sentinel closes the connections of a server whose role changes.
    await eventually(async () =>
      String(await command(master.url, 'ROLE').catch(String)).includes('connected')
    )
    await eventually(
      async () => (await sentinelCommand(sentinel, 'FAILOVER').catch(String)) === 'OK'
    )
    // The other server accepts commands until a Sentinel demotes it.
    await eventually(async () =>
      String(await command(master.url, 'CLIENT', 'LIST').catch(String)).includes('name=jiraiya')
    )
    await untilRedisCounts(service)
    expect(await leftAfter(service, 3)).toBe(limit - 3)
  })
})

describe('A Redis Cluster of three masters', () => {
  let nodes: readonly Server[]
  let service: Service
  beforeAll(async () => {
    nodes = await Promise.all([1, 2, 3].map(startClusterNode))
    await joinCluster(nodes)
    const [first, second] = nodes as [Server, Server]
    service = await startService({
      ...settings(),
      REDIS_URL: first.url,
      REDIS_CLUSTER_NODES: addressOf(second)
    })
  })
  afterAll(async () => {
    await service.close()
    await Promise.all(nodes.map(node => node.stop()))
  })

  it('is used for limits and cache, with keys on all nodes', async () => {
    await untilRedisCounts(service)
    for (let user = 0; user < 20; user++) expect(await leftAfter(service, 2)).toBe(limit - 2)
    for (const genre of ['fable', 'saga', 'novel', 'myth', 'ballad']) {
      expect(await isCached(service, genre)).toBe(false)
      expect(await isCached(service, genre)).toBe(true)
    }
    for (const { url } of nodes) expect(await command(url, 'DBSIZE')).toBeGreaterThan(0)
    expect(await decidedBy(service, 'process')).toBe(0)
  })

  it('serves requests while a node is down, and uses it again afterwards', async () => {
    const [, , third] = nodes as [Server, Server, Server]
    await third.crash()
    for (let user = 0; user < 10; user++) expect(await leftAfter(service, 1)).toBe(limit - 1)
    await third.restart()
    for (let user = 0; user < 10; user++) await untilRedisCounts(service)
  })
})

/** What `redis-cli --cluster create` does. */
async function joinCluster(nodes: readonly Server[]): Promise<void> {
  const [first] = nodes as [Server]
  const slots = 16_384
  for (const [index, { url }] of nodes.entries()) {
    const from = Math.floor((slots * index) / nodes.length)
    const to = Math.floor((slots * (index + 1)) / nodes.length) - 1
    await command(url, 'CLUSTER', 'ADDSLOTSRANGE', String(from), String(to))
    await command(url, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
    if (index > 0) await meet(first, nodes[index] as Server)
  }
  for (const { url } of nodes) {
    await eventually(async () =>
      String(await command(url, 'CLUSTER', 'INFO')).includes('cluster_state:ok')
    )
  }
}

async function meet(node: Server, other: Server): Promise<void> {
  const redis = new Redis(other.url)
  const [, busPort = ''] = await redis.config('GET', 'cluster-port')
  redis.disconnect()
  await command(node.url, 'CLUSTER', 'MEET', '127.0.0.1', portOf(other), busPort)
}
