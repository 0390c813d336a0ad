import { Injectable, type OnModuleInit } from '@nestjs/common'
import OpenAI, { APIError } from 'openai'
import { OpenAiRequests } from './request/openai-requests.js'
import { HealthRegistry } from '#core/health/health.registry.js'

const cacheForMs = 30_000
const timeoutMs = 5000

/** Reports whether the provider is reachable. Listing models costs no tokens. */
@Injectable()
export class ProviderHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly client: OpenAI,
    private readonly requests: OpenAiRequests
  ) {}

  onModuleInit(): void {
    this.registry.register({
      name: 'openai',
      critical: false,
      cacheForMs,
      timeoutMs,
      probe: signal => this.listModels(signal),
      notes: () => this.requests.learntOptions
    })
  }

  private async listModels(signal: AbortSignal): Promise<void> {
    try {
      await this.client.models.list({ signal })
    } catch (error) {
      // A server without this route responds with 404, so it is reachable.
      if (!(error instanceof APIError && error.status === 404)) throw error
    }
  }
}
