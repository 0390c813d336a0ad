import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { Settings } from '#core/config/settings.js'
import { HealthRegistry } from '#core/health/health.registry.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { InjectMetric, type Counter, type Gauge } from '#core/metrics/inject-metric.js'
import { RedisStore } from '#core/redis/redis-store.js'

/** Kuybi's own Redis, in the database that its address names. We only read there. */
@Injectable()
export class KuybiRedis extends RedisStore {
  constructor(
    { KUYBI_REDIS_URL: url, REDIS_TIMEOUT }: Settings,
    logger: PinoLogger,
    health: HealthRegistry,
    shutdownHooks: ShutdownHooks,
    @InjectMetric('jiraiya_redis_up') up: Gauge,
    @InjectMetric('jiraiya_redis_failures_total') failures: Counter
  ) {
    super({
      url,
      timeoutMs: REDIS_TIMEOUT * 1000,
      store: 'kuybi',
      healthName: 'kuybi_redis',
      logger,
      health,
      shutdownHooks,
      up,
      failures
    })
  }
}
