import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PrometheusModule } from '@willsoto/nestjs-prometheus'
import { Registry } from 'prom-client'
import { appConfig } from '#core/config/app.config.js'
import { serviceVersion } from '#core/config/version.js'
import { InstanceMetrics } from './instance.metrics.js'
import { MetricsController } from './metrics.controller.js'
import { MetricsServer } from './metrics-server.js'
import { metricsConfig, type MetricsSettings } from './metrics.config.js'

@Module({})
export class MetricsModule implements OnModuleInit {
  /**
   * With a registry of its own: two applications in one process never share a series.
   * @param host where METRICS_PORT listens
   */
  static forRoot(host: string): DynamicModule {
    const registry = new Registry()
    const defaultMetrics = { enabled: true, config: { register: registry } }
    const server = {
      provide: MetricsServer,
      inject: [metricsConfig.KEY],
      useFactory: (settings: MetricsSettings) => new MetricsServer(registry, settings, host)
    }
    return {
      module: MetricsModule,
      global: true,
      imports: [PrometheusModule.register({ controller: MetricsController, defaultMetrics })],
      providers: [{ provide: Registry, useValue: registry }, InstanceMetrics, server],
      exports: [Registry, InstanceMetrics]
    }
  }

  constructor(
    private readonly instance: InstanceMetrics,
    @Inject(appConfig.KEY) private readonly app: ConfigType<typeof appConfig>
  ) {}

  onModuleInit(): void {
    const { ENVIRONMENT: environment } = this.app
    this.instance.buildInfo.set({ version: serviceVersion, environment }, 1)
  }
}
