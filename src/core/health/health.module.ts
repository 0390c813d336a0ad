import { Global, Module } from '@nestjs/common'
import { TerminusModule } from '@nestjs/terminus'
import { HealthController } from './health.controller.js'
import { HealthRegistry } from './health.registry.js'
import { HealthService } from './health.service.js'

@Global()
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [HealthRegistry, HealthService],
  exports: [HealthRegistry]
})
export class HealthModule {}
