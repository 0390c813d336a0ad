import { Module } from '@nestjs/common'
import { BillingModule } from '../billing/billing.module.js'
import { LlmModule } from '../llm/llm.module.js'
import { DraftWriter } from './generate/draft-writer.service.js'
import { RepairStory } from './generate/repair-story.service.js'
import { GenerateController } from './generate/generate.controller.js'
import { GenerateStory } from './generate/generate-story.service.js'
import { StorySafety } from './generate/safety/story-safety.service.js'
import { GenerationReport } from './generate/generation-report.js'

@Module({
  imports: [BillingModule, LlmModule],
  controllers: [GenerateController],
  providers: [DraftWriter, RepairStory, GenerateStory, GenerationReport, StorySafety]
})
export class StoriesModule {}
