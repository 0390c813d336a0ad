import { Injectable, type OnModuleInit } from '@nestjs/common'
import { APIError } from 'openai'
import { HealthRegistry } from '#core/health/health.registry.js'
import { ModelShutdowns } from '#modules/llm/models/model-shutdowns.js'
import { ModelList } from './model-list.service.js'
import { OpenAiRequests } from './request/openai-requests.js'

const cacheForMs = 30_000
const timeoutMs = 5000

/** Reports whether the provider is reachable, and what is known of its server and models. */
@Injectable()
export class ProviderHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly models: ModelList,
    private readonly shutdowns: ModelShutdowns,
    private readonly requests: OpenAiRequests
  ) {}

  onModuleInit(): void {
    this.registry.register({
      name: 'openai',
      critical: false,
      cacheForMs,
      timeoutMs,
      probe: signal => this.listModels(signal),
      notes: () => [...this.shutdowns.notes, ...this.requests.learntOptions]
    })
  }

  private async listModels(signal: AbortSignal): Promise<void> {
    try {
      await this.models.read(signal)
    } catch (error) {
      // A server without this route responds with 404, so it is reachable.
      if (!(error instanceof APIError && error.status === 404)) throw error
    }
  }
}
