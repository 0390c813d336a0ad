import { Module, type DynamicModule, type OnModuleInit } from '@nestjs/common'
import { PrometheusModule } from '@willsoto/nestjs-prometheus'
import { Registry } from 'prom-client'
import { Settings } from '#core/config/settings.js'
import { serviceVersion } from '#core/config/version.js'
import { InjectMetric, type Gauge } from './inject-metric.js'
import { declaredMetrics, metricProviders } from './metrics.js'
import { MetricsController } from './metrics.controller.js'
import { startAtZero } from './start-at-zero.js'

@Module({})
export class MetricsModule implements OnModuleInit {
  /** With a registry of its own: two applications in one process never share a series. */
  static forRoot(): DynamicModule {
    const registry = new Registry()
    const providers = [{ provide: Registry, useValue: registry }, ...metricProviders(registry)]
    const defaultMetrics = { enabled: true, config: { register: registry } }
    return {
      module: MetricsModule,
      global: true,
      imports: [PrometheusModule.register({ controller: MetricsController, defaultMetrics })],
      providers,
      exports: providers
    }
  }

  constructor(
    private readonly settings: Settings,
    private readonly registry: Registry,
    @InjectMetric('jiraiya_build_info') private readonly build: Gauge,
    @InjectMetric('jiraiya_capacity') private readonly capacity: Gauge
  ) {}

  onModuleInit(): void {
    const { ENVIRONMENT, AI_MAX_CONCURRENCY, AI_QUEUE_LIMIT, DB_POOL_SIZE } = this.settings
    startAtZero(this.registry, declaredMetrics, this.settings)
    this.build.set({ version: serviceVersion, environment: ENVIRONMENT }, 1)
    this.capacity.set({ resource: 'ai_places' }, AI_MAX_CONCURRENCY)
    this.capacity.set({ resource: 'ai_queue' }, AI_QUEUE_LIMIT)
    this.capacity.set({ resource: 'db_connections' }, DB_POOL_SIZE)
  }
}
