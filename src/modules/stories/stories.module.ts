import { Module } from '@nestjs/common'
import { BillingModule } from '../billing/billing.module.js'
import { LlmModule } from '../llm/llm.module.js'
import { GenerateController } from './generate/generate.controller.js'
import { GenerateStory } from './generate/generate-story.service.js'
import { GenerationReport } from './generate/generation-report.js'

@Module({
  imports: [BillingModule, LlmModule],
  controllers: [GenerateController],
  providers: [GenerateStory, GenerationReport]
})
export class StoriesModule {}
