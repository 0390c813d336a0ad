import { Global, Module, type OnModuleInit } from '@nestjs/common'
import { PrometheusModule } from '@willsoto/nestjs-prometheus'
import { Settings } from '#core/config/settings.js'
import { serviceVersion } from '#core/config/version.js'
import { InjectMetric, type Gauge } from './inject-metric.js'
import { declaredMetrics, metrics } from './metrics.js'
import { MetricsController } from './metrics.controller.js'
import { startAtZero } from './start-at-zero.js'

@Global()
@Module({
  imports: [PrometheusModule.register({ controller: MetricsController })],
  providers: metrics,
  exports: metrics
})
export class MetricsModule implements OnModuleInit {
  constructor(
    private readonly settings: Settings,
    @InjectMetric('jiraiya_build_info') private readonly build: Gauge,
    @InjectMetric('jiraiya_capacity') private readonly capacity: Gauge
  ) {}

  onModuleInit(): void {
    const { ENVIRONMENT, AI_MAX_CONCURRENCY, AI_QUEUE_LIMIT, DB_POOL_SIZE } = this.settings
    startAtZero(declaredMetrics, this.settings)
    this.build.set({ version: serviceVersion, environment: ENVIRONMENT }, 1)
    this.capacity.set({ resource: 'ai_places' }, AI_MAX_CONCURRENCY)
    this.capacity.set({ resource: 'ai_queue' }, AI_QUEUE_LIMIT)
    this.capacity.set({ resource: 'db_connections' }, DB_POOL_SIZE)
  }
}
