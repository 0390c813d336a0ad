import type { OnModuleInit } from '@nestjs/common'
import { Redis as Client } from 'ioredis'
import type { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import type { HealthRegistry } from '#core/health/health.registry.js'
import { withTimeout, RedisTimeout } from './with-timeout.js'
import { StoreState, type StateReport } from './store-state.js'

/** The client as the rest of the service may use it: commands only. */
export type RedisClient = Pick<
  Client,
  'del' | 'eval' | 'evalsha' | 'exists' | 'get' | 'ping' | 'set'
>

export interface StoreOptions extends StateReport {
  /** Undefined: there is none. */
  readonly url: string | undefined
  /** Longest wait for an answer. */
  readonly timeoutMs: number
  readonly healthName: string
  readonly health: HealthRegistry
  readonly shutdownHooks: ShutdownHooks
}

/** A start waits so much longer for a connection, because a request would not wait at all. */
const connectionTakesMs = 50
/** Of one try to connect: its handshake too. */
const connectTimeoutMs = 1000
const maxReconnectDelayMs = 1000
const closeWithinMs = 50
const healthHoldsMs = 1000
const healthWithinMs = 1000

/**
 * A Redis, which may be gone at any time: then everybody goes on without it, at once. Nothing is
 * queued or sent again, because whoever asked has long gone on.
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
   * What the command gives, or undefined when Redis cannot be used. Never throws for want of Redis,
   * and never waits for it longer than REDIS_TIMEOUT; while it is gone, not at all.
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
      // What hangs is left: a new connection stands only when somebody there answers.
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
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // Also a fence around the handshake; each command has its own, narrower one.
    commandTimeout: Math.max(connectTimeoutMs, timeoutMs),
    connectTimeout: Math.max(connectTimeoutMs, timeoutMs),
    disconnectTimeout: closeWithinMs,
    // It would ask INFO, which a user with few rights may not; a Redis that loads says so itself.
    enableReadyCheck: false,
    retryStrategy: attempt => Math.min(50 * 2 ** attempt, maxReconnectDelayMs)
  })
  client.on('ready', () => state.connected())
  client.on('error', (error: Error) => state.disconnected(error))
  // Not 'close', which also comes when we close it ourselves.
  client.on('reconnecting', () => state.disconnected())
  return client
}

/** Resolves when it stands or has failed, or when that takes too long. */
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
