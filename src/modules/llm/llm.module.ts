import { Module } from '@nestjs/common'
import { LanguageModel } from './language-model.js'
import { Moderation } from './moderation.js'
import { openAiClient } from './openai/openai-client.js'
import { OpenAiLanguageModel } from './openai/openai-language-model.js'
import { OpenAiModeration } from './openai/openai-moderation.js'
import { OpenAiRequests } from './openai/openai-requests.js'
import { ProviderHealth } from './openai/provider-health.js'
import { AttemptMetrics } from './policies/attempts/attempt-metrics.js'
import { CircuitBreakerHealth } from './policies/circuit-breaker-health.js'
import { PolicyMetrics } from './policies/policy-metrics.js'
import { ResilientLanguageModel } from './policies/resilient-language-model.js'
import { ResilientModeration } from './policies/resilient-moderation.js'

@Module({
  providers: [
    openAiClient,
    AttemptMetrics,
    OpenAiLanguageModel,
    OpenAiModeration,
    OpenAiRequests,
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
export class LlmModule {}
