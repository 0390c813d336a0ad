import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { providerName } from '#modules/llm/provider-name.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { LlmMetrics } from '#modules/llm/llm.metrics.js'
import type { AttemptEnd, TokenUsage } from '#modules/llm/language-model.js'
import type { StreamedAnswer } from '#modules/llm/openai/response/streamed-answer.js'

type Labels = Readonly<Record<string, string>>

/** Metrics of attempts, under this service's names and under OpenTelemetry's. */
@Injectable()
export class AttemptMetrics {
  private readonly provider: string

  constructor(
    @Inject(llmConfig.KEY) settings: ConfigType<typeof llmConfig>,
    private readonly metrics: LlmMetrics
  ) {
    this.provider = providerName(settings)
  }

  /**
   * Starts the timer. Call the returned function once, when the attempt has ended.
   */
  start(model: string): (end: AttemptEnd, answer: Pick<StreamedAnswer, 'firstChunkAtMs'>) => void {
    const startedAtMs = performance.now()
    const genAi = {
      gen_ai_operation_name: 'chat',
      gen_ai_provider_name: this.provider,
      gen_ai_request_model: model
    }
    return (end, { firstChunkAtMs }) => {
      const seconds = (performance.now() - startedAtMs) / 1000
      this.metrics.requestDuration.observe({ model }, seconds)
      this.metrics.requests.inc({ model, outcome: end.outcome })
      this.metrics.operationDuration.observe({ ...genAi, ...errorType(end) }, seconds)
      if (firstChunkAtMs !== undefined) {
        this.metrics.timeToFirstChunk.observe(genAi, (firstChunkAtMs - startedAtMs) / 1000)
      }
      if (end.usage !== undefined) this.countTokens(end, end.usage, model, genAi)
    }
  }

  private countTokens(
    { outcome }: AttemptEnd,
    { reported, promptTokens, completionTokens }: TokenUsage,
    model: string,
    genAi: Labels
  ): void {
    if (!reported) this.metrics.usageEstimated.inc({ model })
    // The estimate for a failed attempt is in the ledger only: it may be far too high.
    if (!reported && outcome !== 'ok') return
    this.metrics.tokens.inc({ model, type: 'prompt' }, promptTokens)
    this.metrics.tokens.inc({ model, type: 'completion' }, completionTokens)
    // The histogram of the convention covers successful operations only.
    if (outcome !== 'ok') return
    this.metrics.tokenUsage.observe({ ...genAi, gen_ai_token_type: 'input' }, promptTokens)
    this.metrics.tokenUsage.observe({ ...genAi, gen_ai_token_type: 'output' }, completionTokens)
  }
}

/** Absent for a success. */
function errorType({ outcome, reason }: AttemptEnd): Labels {
  return outcome === 'ok' ? {} : { error_type: reason ?? outcome }
}
