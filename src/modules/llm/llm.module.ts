import { Module } from '@nestjs/common'
import { AttemptMetrics } from './attempt-metrics.js'
import { LanguageModel } from './language-model.js'
import { openAiClient } from './openai-client.js'
import { OpenAiLanguageModel } from './openai-language-model.js'
import { ProviderHealth } from './provider-health.js'
import { ResilientLanguageModel } from './resilient-language-model.js'

@Module({
  providers: [
    openAiClient,
    AttemptMetrics,
    OpenAiLanguageModel,
    ProviderHealth,
    { provide: LanguageModel, useClass: ResilientLanguageModel }
  ],
  exports: [LanguageModel]
})
export class LlmModule {}
