import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import OpenAI from 'openai'
import { ModelShutdowns } from '#modules/llm/models/model-shutdowns.js'

/** The first reading does not compete with the start. */
const firstAfterMs = 10 * 60 * 1000
const againAfterMs = 24 * 3600 * 1000
const timeoutMs = 5000

/** The provider's list of models. Listing models costs no tokens. */
@Injectable()
export class ModelList implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private readonly closing = new AbortController()

  constructor(
    private readonly client: OpenAI,
    private readonly shutdowns: ModelShutdowns
  ) {}

  onApplicationBootstrap(): void {
    this.shutdowns.warn()
    this.readAfter(firstAfterMs)
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer)
    this.closing.abort()
  }

  /** @throws what the SDK throws */
  async read(signal: AbortSignal): Promise<void> {
    const { data } = await this.client.models.list({ signal })
    if (Array.isArray(data)) this.shutdowns.read(data)
  }

  private readAfter(delayMs: number): void {
    this.timer = setTimeout(() => {
      void this.readDaily()
      this.readAfter(againAfterMs)
    }, delayMs).unref()
  }

  private async readDaily(): Promise<void> {
    try {
      await this.read(AbortSignal.any([this.closing.signal, AbortSignal.timeout(timeoutMs)]))
    } catch {
      // The dates that are known remain; whether the provider is reachable is in the health report.
    }
    this.shutdowns.warn()
  }
}
