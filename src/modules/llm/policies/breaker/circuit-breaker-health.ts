import { Injectable, type OnModuleInit } from '@nestjs/common'
import { HealthRegistry } from '#core/health/health.registry.js'
import { ResilientLanguageModel } from '../resilient-language-model.js'

const timeoutMs = 5000

/** Reports the models whose circuit breaker is not closed. */
@Injectable()
export class CircuitBreakerHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly models: ResilientLanguageModel
  ) {}

  onModuleInit(): void {
    this.registry.register({
      name: 'circuit_breaker',
      critical: false,
      cacheForMs: 0,
      timeoutMs,
      probe: async () => {
        const { unhealthyModels } = this.models
        if (unhealthyModels.length > 0)
          throw new Error(`not closed for ${unhealthyModels.join(', ')}`)
      }
    })
  }
}
