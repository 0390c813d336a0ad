import type { OnModuleInit } from '@nestjs/common'
import { Redis as Client } from 'ioredis'
import type { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import type { HealthRegistry } from '#core/health/health.registry.js'
import { withTimeout, RedisTimeout } from './with-timeout.js'
import { StoreState, type StateReport } from './store-state.js'

/** The client without connection management. */
export type RedisClient = Pick<
  Client,
  'del' | 'eval' | 'evalsha' | 'exists' | 'get' | 'ping' | 'set'
>

export interface StoreOptions extends StateReport {
  /** Undefined if no Redis is configured. */
  readonly url: string | undefined
  /** Timeout of a command. */
  readonly timeoutMs: number
  readonly healthName: string
  readonly health: HealthRegistry
  readonly shutdownHooks: ShutdownHooks
}

/** Added to the timeout at start only, because no request waits for a connection. */
const connectionTakesMs = 50
/** Timeout of one connection attempt, including the handshake. */
const connectTimeoutMs = 1000
const maxReconnectDelayMs = 1000
const closeWithinMs = 50
const healthHoldsMs = 1000
const healthWithinMs = 1000

/**
 * A Redis server that may be down at any time; callers then continue without it. Commands are
 * neither queued nor retried, because the caller does not wait for their result.
 */
export abstract class RedisStore implements OnModuleInit {
  private readonly client: Client | undefined
  private readonly state: StoreState | undefined

  constructor(private readonly options: StoreOptions) {
    options.metrics.failures.inc({ store: options.store }, 0)
    if (options.url === undefined) return
    this.state = new StoreState(options)
    const client = observedClient(options, options.url, this.state)
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
      // A server that hangs accepts connections, so only a new handshake shows that it responds.
      if (error instanceof RedisTimeout && client.stream.writable) client.disconnect(true)
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

function observedClient({ timeoutMs }: StoreOptions, url: string, state: StoreState): Client {
  const client = new Client(url, {
    connectionName: 'jiraiya',
    // The commands of one turn of the event loop are one write: cache look-up and rate limit of a
    // request, and those of concurrent requests.
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // Limits the handshake too. Commands have a shorter timeout of their own.
    commandTimeout: Math.max(connectTimeoutMs, timeoutMs),
    connectTimeout: Math.max(connectTimeoutMs, timeoutMs),
    disconnectTimeout: closeWithinMs,
    // The ready check needs INFO, which a restricted Redis user may not be allowed to run.
    enableReadyCheck: false,
    retryStrategy: attempt => Math.min(50 * 2 ** attempt, maxReconnectDelayMs)
  })
  client.on('ready', () => state.connected())
  client.on('error', (error: Error) => state.disconnected(error))
  // 'close' would also be emitted when the service closes the connection.
  client.on('reconnecting', () => state.disconnected())
  return client
}

/** Resolves when the first connection is ready or has failed, or after `withinMs`. */
async function firstConnection(client: Client, withinMs: number): Promise<void> {
  if (client.status === 'ready') return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, withinMs)
  const settled = ['ready', 'error', 'close'] as const
  for (const event of settled) client.once(event, resolve)
  await promise
  clearTimeout(timer)
  for (const event of settled) client.off(event, resolve)
}
