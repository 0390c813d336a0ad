import type { OnModuleInit } from '@nestjs/common'
import { Redis as Client, type Cluster } from 'ioredis'
import type { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import type { HealthRegistry } from '#core/health/health.registry.js'
import { isCertificateError, UntrustedServer } from '#core/tls/tls-client.js'
import { closeWithinMs, createRedisClient, type RedisServers } from './redis-client.js'
import { withTimeout, RedisTimeout } from './with-timeout.js'
import { StoreState, type StateReport } from './store-state.js'

/** The client without connection management. */
export type RedisClient = Pick<
  Client,
  'del' | 'eval' | 'evalsha' | 'exists' | 'get' | 'ping' | 'set'
>

export interface StoreOptions extends StateReport {
  /** Undefined if no Redis is configured. */
  readonly servers: RedisServers | undefined
  /** Timeout of a command. */
  readonly timeoutMs: number
  readonly healthName: string
  readonly health: HealthRegistry
  readonly shutdownHooks: ShutdownHooks
}

/** Added to the timeout at start only, because no request waits for a connection. */
const connectionTakesMs = 50
const healthHoldsMs = 1000
const healthWithinMs = 1000

/**
 * A Redis server that may be down at any time; callers then continue without it. Commands are
 * neither queued nor retried, because the caller does not wait for their result.
 */
export abstract class RedisStore implements OnModuleInit {
  private readonly client: Client | Cluster | undefined
  private readonly state: StoreState | undefined

  constructor(private readonly options: StoreOptions) {
    options.metrics.failures.inc({ store: options.store }, 0)
    if (options.servers === undefined) return
    this.state = new StoreState(options)
    const client = observedClient(options, options.servers, this.state)
    this.client = client
    options.shutdownHooks.register({
      phase: 'close',
      name: options.healthName,
      timeoutMs: closeWithinMs,
      work: () => client.disconnect()
    })
  }

  get isConfigured(): boolean {
    return this.client !== undefined
  }

  /**
   * Returns the result of the command, or undefined if Redis is unavailable. Waits at most
   * REDIS_TIMEOUT, and not at all while Redis is known to be down. Never throws because of Redis.
   */
  async attempt<T>(command: (client: RedisClient) => Promise<T>): Promise<T | undefined> {
    const { client, state } = this
    if (client === undefined || state === undefined) return undefined
    if (client.status !== 'ready' || !state.canAttempt()) {
      state.recordSkipped()
      return undefined
    }
    try {
      const answer = await withTimeout(this.options.timeoutMs, command(client))
      state.answered()
      return answer
    } catch (error) {
      state.recordSkipped()
      state.failed(error)
      if (error instanceof RedisTimeout) reconnect(client)
      return undefined
    }
  }

  async onModuleInit(): Promise<void> {
    const { client } = this
    if (client === undefined) return
    this.options.health.register({
      name: this.options.healthName,
      critical: false,
      cacheForMs: healthHoldsMs,
      timeoutMs: healthWithinMs,
      probe: () => this.expectAnswer()
    })
    await firstConnection(client, this.options.timeoutMs + connectionTakesMs)
  }

  private async expectAnswer(): Promise<void> {
    const answer = await this.attempt(client => client.ping())
    if (answer === undefined) throw new Error('Redis does not answer')
  }
}

/**
 * A server that hangs accepts connections, so only a new handshake shows that it responds. The other nodes of
 * a cluster respond meanwhile.
 */
function reconnect(client: Client | Cluster): void {
  if (client instanceof Client && client.stream.writable) client.disconnect(true)
}

function observedClient(
  { timeoutMs }: StoreOptions,
  servers: RedisServers,
  state: StoreState
): Client | Cluster {
  const client = createRedisClient(servers, timeoutMs)
  client.on('ready', () => state.connected())
  client.on('error', (error: Error) => state.disconnected(error))
  // 'close' would also be emitted when the service closes the connection.
  client.on('reconnecting', () => state.disconnected())
  return client
}

/**
 * Resolves when the first connection is ready or has failed, or after `withinMs`.
 * @throws UntrustedServer, because a certificate that is not trusted does not become trusted by waiting
 */
async function firstConnection(client: Client | Cluster, withinMs: number): Promise<void> {
  if (client.status === 'ready') return
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const timer = setTimeout(resolve, withinMs)
  const settled = ['ready', 'error', 'close'] as const
  for (const event of settled) client.once(event, resolve)
  const error = await promise
  clearTimeout(timer)
  for (const event of settled) client.off(event, resolve)
  if (isCertificateError(error)) throw new UntrustedServer('Redis', 'REDIS_TLS_CA', error)
}
