import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { redisConfig, type RedisSettings } from '#core/redis/redis.config.js'
import { HealthRegistry } from '#core/health/health.registry.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { RedisMetrics } from '#core/redis/redis.metrics.js'
import type { RedisServers } from './redis-client.js'
import { RedisStore } from './redis-store.js'

/**
 * The Redis for state that all instances share and that may be lost. All keys begin with `jiraiya:`.
 */
@Injectable()
export class RedisService extends RedisStore {
  constructor(
    @Inject(redisConfig.KEY) settings: ConfigType<typeof redisConfig>,
    private readonly logger: PinoLogger,
    health: HealthRegistry,
    shutdownHooks: ShutdownHooks,
    metrics: RedisMetrics
  ) {
    super({
      servers: serversOf(settings),
      timeoutMs: settings.REDIS_TIMEOUT * 1000,
      store: 'shared',
      healthName: 'redis',
      logger,
      health,
      shutdownHooks,
      metrics
    })
  }

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit()
    this.logger.info(
      { action: 'shared_state', in: this.isConfigured ? 'redis' : 'process' },
      this.isConfigured
        ? 'Limits and cache are shared through Redis'
        : 'No REDIS_URL: limits and cache are local to this process'
    )
  }
}

function serversOf(settings: RedisSettings): RedisServers | undefined {
  const { REDIS_URL: url, REDIS_TLS_CA: ca, REDIS_TLS_CERT: cert, REDIS_TLS_KEY: key } = settings
  if (url === undefined) return undefined
  return {
    url,
    sentinels: settings.REDIS_SENTINELS,
    sentinelPassword: settings.REDIS_SENTINEL_PASSWORD,
    clusterNodes: settings.REDIS_CLUSTER_NODES,
    tls: { ca, cert, key }
  }
}
