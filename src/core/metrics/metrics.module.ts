import { Global, Module } from '@nestjs/common'
import { PrometheusModule } from '@willsoto/nestjs-prometheus'
import { metrics } from './metrics.js'
import { MetricsController } from './metrics.controller.js'

@Global()
@Module({
  imports: [PrometheusModule.register({ controller: MetricsController })],
  providers: metrics,
  exports: metrics
})
export class MetricsModule {}
