import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { BrokenCircuitError } from 'cockatiel'
import { llmConfig } from '#modules/llm/llm.config.js'
import { withDeadline } from '#core/context/deadline.js'
import { AiError } from '#modules/llm/ai-error.js'
import { tracedModeration } from '#modules/llm/call-spans.js'
import { Moderation, type ModerationScores } from '#modules/llm/moderation.js'
import { OpenAiModeration } from '#modules/llm/openai/openai-moderation.js'
import { modelBreaker, type ModelBreaker } from './breaker/model-circuit-breaker.js'
import { PolicyMetrics } from './policy-metrics.js'

/** A slower moderation call would use up the deadline of the story. */
const timeoutMs = 10_000

/** Moderation with its own timeout and circuit breaker: an outage of it must not delay every story. */
@Injectable()
export class ResilientModeration extends Moderation {
  private readonly breaker: ModelBreaker

  constructor(
    private readonly moderation: OpenAiModeration,
    @Inject(llmConfig.KEY) private readonly settings: ConfigType<typeof llmConfig>,
    metrics: PolicyMetrics
  ) {
    super()
    this.breaker = modelBreaker(settings)
    metrics.watchBreaker(settings.MODERATION_MODEL, this.breaker)
  }

  override score(text: string, signal: AbortSignal): Promise<ModerationScores> {
    const { MODERATION_MODEL: model, OPENAI_BASE_URL: baseUrl } = this.settings
    return tracedModeration({ model, baseUrl }, () => this.guarded(text, signal))
  }

  private async guarded(text: string, signal: AbortSignal): Promise<ModerationScores> {
    try {
      return await this.breaker.execute(() =>
        withDeadline(timeoutMs, signal, limited => this.moderation.score(text, signal, limited))
      )
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error
      throw new AiError('breaker_open', { cause: error, retryAfterMs: this.breaker.trialInMs })
    }
  }
}
