import { Module } from '@nestjs/common'
import { AttemptMetrics } from './attempt-metrics.js'
import { LanguageModel } from './language-model.js'
import { Moderation } from './moderation.js'
import { openAiClient } from './openai-client.js'
import { OpenAiLanguageModel } from './openai-language-model.js'
import { OpenAiRequests } from './openai-requests.js'
import { PolicyMetrics } from './policy-metrics.js'
import { ProviderHealth } from './provider-health.js'
import { ResilientLanguageModel } from './resilient-language-model.js'

@Module({
  providers: [
    openAiClient,
    AttemptMetrics,
    OpenAiLanguageModel,
    OpenAiRequests,
    ProviderHealth,
    Moderation,
    PolicyMetrics,
    ResilientLanguageModel,
    { provide: LanguageModel, useExisting: ResilientLanguageModel }
  ],
  exports: [LanguageModel, Moderation]
})
export class LlmModule {}
