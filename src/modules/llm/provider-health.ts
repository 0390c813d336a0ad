import { Injectable, type OnModuleInit } from '@nestjs/common'
import OpenAI, { APIError } from 'openai'
import { HealthRegistry } from '#core/health/health.registry.js'
import { ResilientLanguageModel } from './resilient-language-model.js'

const askAgainAfterMs = 30_000
const answerWithinMs = 5000

/** Tells health whether the provider can be reached, by a list of models: it spends no token. */
@Injectable()
export class ProviderHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly client: OpenAI,
    private readonly models: ResilientLanguageModel
  ) {}

  onModuleInit(): void {
    this.registry.register({
      name: 'openai',
      critical: false,
      cacheForMs: askAgainAfterMs,
      timeoutMs: answerWithinMs,
      probe: signal => this.listModels(signal)
    })
    this.registry.register({
      name: 'circuit_breaker',
      critical: false,
      cacheForMs: 0,
      timeoutMs: answerWithinMs,
      probe: async () => {
        const troubled = this.models.troubledModels
        if (troubled.length > 0) throw new Error(`not closed for ${troubled.join(', ')}`)
      }
    })
  }

  private async listModels(signal: AbortSignal): Promise<void> {
    try {
      await this.client.models.list({ signal })
    } catch (error) {
      // A server without this route is there all the same.
      if (!(error instanceof APIError && error.status === 404)) throw error
    }
  }
}
