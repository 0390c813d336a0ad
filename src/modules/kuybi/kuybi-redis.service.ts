import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { kuybiConfig } from '#modules/kuybi/kuybi.config.js'
import { HealthRegistry } from '#core/health/health.registry.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { RedisMetrics } from '#core/redis/redis.metrics.js'
import { redisConfig } from '#core/redis/redis.config.js'
import { RedisStore } from '#core/redis/redis-store.js'

/** Kuybi's Redis, in the database that the URL selects. This service only reads it. */
@Injectable()
export class KuybiRedis extends RedisStore {
  constructor(
    @Inject(kuybiConfig.KEY) { KUYBI_REDIS_URL: url }: ConfigType<typeof kuybiConfig>,
    @Inject(redisConfig.KEY) { REDIS_TIMEOUT }: ConfigType<typeof redisConfig>,
    logger: PinoLogger,
    health: HealthRegistry,
    shutdownHooks: ShutdownHooks,
    metrics: RedisMetrics
  ) {
    super({
      servers: url === undefined ? undefined : { url },
      timeoutMs: REDIS_TIMEOUT * 1000,
      store: 'kuybi',
      healthName: 'kuybi_redis',
      logger,
      health,
      shutdownHooks,
      metrics
    })
  }
}
