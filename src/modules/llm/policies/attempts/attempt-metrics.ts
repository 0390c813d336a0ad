import { Injectable } from '@nestjs/common'
import { providerName } from '#core/config/provider-name.js'
import { Settings } from '#core/config/settings.js'
import { InjectMetric, type Counter, type Histogram } from '#core/metrics/inject-metric.js'
import type { AttemptEnd, TokenUsage } from '#modules/llm/language-model.js'
import type { StreamedAnswer } from '#modules/llm/openai/streamed-answer.js'

type Labels = Readonly<Record<string, string>>

/** Metrics of attempts, under this service's names and under OpenTelemetry's. */
@Injectable()
export class AttemptMetrics {
  private readonly provider: string

  constructor(
    settings: Settings,
    @InjectMetric('jiraiya_ai_requests_total') private readonly attempts: Counter,
    @InjectMetric('jiraiya_ai_request_duration_seconds') private readonly duration: Histogram,
    @InjectMetric('jiraiya_ai_tokens_total') private readonly tokens: Counter,
    @InjectMetric('jiraiya_ai_usage_estimated_total') private readonly estimates: Counter,
    @InjectMetric('gen_ai_client_operation_duration_seconds')
    private readonly operations: Histogram,
    @InjectMetric('gen_ai_client_token_usage') private readonly usage: Histogram,
    @InjectMetric('gen_ai_client_operation_time_to_first_chunk_seconds')
    private readonly firstChunk: Histogram
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
      this.duration.observe({ model }, seconds)
      this.attempts.inc({ model, outcome: end.outcome })
      this.operations.observe({ ...genAi, ...errorType(end) }, seconds)
      if (firstChunkAtMs !== undefined) {
        this.firstChunk.observe(genAi, (firstChunkAtMs - startedAtMs) / 1000)
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
    if (!reported) this.estimates.inc({ model })
    // The estimate for a failed attempt is in the ledger only: it may be far too high.
    if (!reported && outcome !== 'ok') return
    this.tokens.inc({ model, type: 'prompt' }, promptTokens)
    this.tokens.inc({ model, type: 'completion' }, completionTokens)
    // The histogram of the convention covers successful operations only.
    if (outcome !== 'ok') return
    this.usage.observe({ ...genAi, gen_ai_token_type: 'input' }, promptTokens)
    this.usage.observe({ ...genAi, gen_ai_token_type: 'output' }, completionTokens)
  }
}

/** Absent for a success. */
function errorType({ outcome, reason }: AttemptEnd): Labels {
  return outcome === 'ok' ? {} : { error_type: reason ?? outcome }
}
