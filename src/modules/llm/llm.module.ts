import { Inject, Module } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { OverloadDetector } from '#core/lifecycle/overload-detector.js'
import { InstanceMetrics } from '#core/metrics/instance.metrics.js'
import { LanguageModel } from './language-model.js'
import { llmConfig } from './llm.config.js'
import { LlmMetrics } from './llm.metrics.js'
import { ModelShutdowns } from './models/model-shutdowns.js'
import { Moderation } from './moderation.js'
import { ModelList } from './openai/model-list.service.js'
import { openAiClient } from './openai/openai-client.js'
import { OpenAiLanguageModel } from './openai/openai-language-model.js'
import { OpenAiModeration } from './openai/openai-moderation.js'
import { OpenAiRequests } from './openai/request/openai-requests.js'
import { ProviderHealth } from './openai/provider-health.js'
import { AttemptMetrics } from './policies/attempts/attempt-metrics.js'
import { CircuitBreakerHealth } from './policies/breaker/circuit-breaker-health.js'
import { PolicyMetrics } from './policies/policy-metrics.js'
import { ResilientLanguageModel } from './policies/resilient-language-model.js'
import { ResilientModeration } from './policies/resilient-moderation.js'

@Module({
  providers: [
    LlmMetrics,
    openAiClient,
    AttemptMetrics,
    OpenAiLanguageModel,
    OpenAiModeration,
    OpenAiRequests,
    ModelShutdowns,
    ModelList,
    ProviderHealth,
    CircuitBreakerHealth,
    PolicyMetrics,
    ResilientLanguageModel,
    { provide: LanguageModel, useExisting: ResilientLanguageModel },
    ResilientModeration,
    { provide: Moderation, useExisting: ResilientModeration }
  ],
  exports: [LanguageModel, Moderation]
})
export class LlmModule {
  constructor(
    { capacity }: InstanceMetrics,
    load: OverloadDetector,
    @Inject(llmConfig.KEY) settings: ConfigType<typeof llmConfig>
  ) {
    load.limitRunning(settings.AI_MAX_CONCURRENCY + settings.AI_QUEUE_LIMIT)
    capacity.set({ resource: 'ai_places' }, settings.AI_MAX_CONCURRENCY)
    capacity.set({ resource: 'ai_queue' }, settings.AI_QUEUE_LIMIT)
  }
}
