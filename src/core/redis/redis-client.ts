import { Cluster, Redis as Client, type RedisOptions } from 'ioredis'
import { isTlsConfigured, type TlsClient } from '#core/tls/tls-client.js'

/** One server, Sentinels that know the master, or a cluster. */
export interface RedisServers {
  /**
   * User, password, database and TLS, with the host of the server, the name that the Sentinels have for the
   * master, or the host of a node of the cluster.
   */
  readonly url: string
  /** Host and port of each. */
  readonly sentinels?: readonly string[] | undefined
  readonly sentinelPassword?: string | undefined
  /** Host and port of further nodes. One reachable node is enough to find the others. */
  readonly clusterNodes?: readonly string[] | undefined
  readonly tls?: TlsClient | undefined
}

/** Timeout of one connection attempt, including the handshake. */
const connectTimeoutMs = 1000
const maxReconnectDelayMs = 1000
export const closeWithinMs = 50
const redisPort = 6379
const sentinelPort = 26_379
/** How long a client of a cluster may use an old map of its slots. */
const slotsAgeMs = 2000

const backoff = (attempt: number): number => Math.min(50 * 2 ** attempt, maxReconnectDelayMs)

/** A client that neither queues nor repeats commands. */
export function createRedisClient(servers: RedisServers, timeoutMs: number): Client | Cluster {
  const { url, sentinels = [], clusterNodes = [] } = servers
  const options = connectionOptions(servers, Math.max(connectTimeoutMs, timeoutMs))
  if (clusterNodes.length > 0) return clusterClient(url, clusterNodes, options)
  if (sentinels.length === 0) return new Client(url, options)
  const isSecure = url.startsWith('rediss:')
  return new Client(url, {
    ...options,
    name: new URL(url).hostname,
    sentinels: sentinels.map(text => address(text, sentinelPort)),
    ...(servers.sentinelPassword !== undefined && { sentinelPassword: servers.sentinelPassword }),
    ...(isSecure && { enableTLSForSentinelMode: true, sentinelTLS: options.tls ?? {} }),
    sentinelCommandTimeout: connectTimeoutMs,
    sentinelRetryStrategy: backoff,
    // Also leaves a former master that is still reachable.
    failoverDetector: true
  })
}

/** Commands with several keys are sent only for keys with the same hash tag. */
function clusterClient(url: string, others: readonly string[], options: RedisOptions): Cluster {
  const { hostname, port, username, password, protocol } = new URL(url)
  const first = { host: hostname, port: Number(port) || redisPort }
  return new Cluster([first, ...others.map(text => address(text, redisPort))], {
    enableOfflineQueue: false,
    slotsRefreshTimeout: connectTimeoutMs,
    slotsRefreshInterval: slotsAgeMs,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    clusterRetryStrategy: backoff,
    redisOptions: {
      ...options,
      ...(protocol === 'rediss:' && { tls: options.tls ?? {} }),
      username: decodeURIComponent(username),
      password: decodeURIComponent(password)
    }
  })
}

function connectionOptions({ tls = {} }: RedisServers, timeoutMs: number): RedisOptions {
  return {
    connectionName: 'jiraiya',
    // The commands of one turn of the event loop are one write: cache look-up and rate limit of a
    // request, and those of concurrent requests.
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // Limits the handshake too. Commands have a shorter timeout of their own.
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    disconnectTimeout: closeWithinMs,
    // The ready check needs INFO, which a restricted Redis user may not be allowed to run.
    enableReadyCheck: false,
    retryStrategy: backoff,
    // A former master refuses writes; a new connection leads to the present one.
    reconnectOnError: ({ message }) => message.startsWith('READONLY'),
    ...(isTlsConfigured(tls) && { tls: definedParts(tls) })
  }
}

function definedParts(tls: TlsClient): Record<string, string> {
  return Object.fromEntries(Object.entries(tls).filter(([, part]) => part !== undefined))
}

function address(text: string, defaultPort: number): { host: string; port: number } {
  const { hostname, port } = new URL(`redis://${text}`)
  return { host: hostname, port: Number(port) || defaultPort }
}
