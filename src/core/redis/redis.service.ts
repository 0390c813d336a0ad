import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { redisConfig } from '#core/redis/redis.config.js'
import { HealthRegistry } from '#core/health/health.registry.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { RedisMetrics } from '#core/redis/redis.metrics.js'
import { RedisStore } from './redis-store.js'

/**
 * The Redis for state that all instances share and that may be lost. All keys begin with `jiraiya:`.
 */
@Injectable()
export class RedisService extends RedisStore {
  constructor(
    @Inject(redisConfig.KEY) { REDIS_URL: url, REDIS_TIMEOUT }: ConfigType<typeof redisConfig>,
    private readonly logger: PinoLogger,
    health: HealthRegistry,
    shutdownHooks: ShutdownHooks,
    metrics: RedisMetrics
  ) {
    super({
      url,
      timeoutMs: REDIS_TIMEOUT * 1000,
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
