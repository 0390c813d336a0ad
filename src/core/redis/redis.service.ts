import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { Settings } from '#core/config/settings.js'
import { HealthRegistry } from '#core/health/health.registry.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { InjectMetric, type Counter, type Gauge } from '#core/metrics/inject-metric.js'
import { RedisStore } from './redis-store.js'

/** What all instances share and what may be lost. All its keys begin with `jiraiya:`. */
@Injectable()
export class RedisService extends RedisStore {
  constructor(
    { REDIS_URL: url, REDIS_TIMEOUT }: Settings,
    private readonly logger: PinoLogger,
    health: HealthRegistry,
    shutdownHooks: ShutdownHooks,
    @InjectMetric('jiraiya_redis_up') up: Gauge,
    @InjectMetric('jiraiya_redis_failures_total') failures: Counter
  ) {
    super({
      url,
      timeoutMs: REDIS_TIMEOUT * 1000,
      store: 'shared',
      healthName: 'redis',
      logger,
      health,
      shutdownHooks,
      up,
      failures
    })
  }

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit()
    this.logger.info(
      { action: 'shared_state', in: this.isConfigured ? 'redis' : 'process' },
      this.isConfigured
        ? 'Limits and cache are shared through Redis'
        : 'Limits and cache live in this process alone: no REDIS_URL'
    )
  }
}
