import { Module } from '@nestjs/common'
import { BillingModule } from '#modules/billing/billing.module.js'
import { CacheModule } from '#modules/cache/cache.module.js'
import { IdempotencyModule } from '#modules/idempotency/idempotency.module.js'
import { LlmModule } from '#modules/llm/llm.module.js'
import { ComposeStory } from './writing/compose-story.service.js'
import { StreamMetrics } from './http/stream-metrics.js'
import { StreamStory } from './http/stream-story.service.js'
import { TellStory } from '#modules/stories/writing/streaming/tell-story.service.js'
import { DraftWriter } from './writing/draft-writer.service.js'
import { RepairStory } from './writing/repair-story.service.js'
import { GenerateController } from './http/generate.controller.js'
import { GenerateStory } from './generate/generate-story.service.js'
import { StorySafety } from './safety/story-safety.service.js'
import { SystemPromptLeakDetector } from './safety/system-prompt-leak-detector.js'
import { instructions } from './writing/story-prompt.js'
import { StoryKeeper } from './generate/story-keeper.service.js'
import { StorySharing } from './generate/story-sharing.service.js'
import { WriteStory } from './generate/write-story.service.js'
import { StreamController } from './http/stream.controller.js'
import { StoriesController } from './http/stories.controller.js'
import { DeleteStory } from './library/delete-story.service.js'
import { EraseOwner } from './library/erase-owner.service.js'
import { ExportOwner } from './library/export-owner.service.js'
import { LibraryController } from './http/library.controller.js'
import { OwnerDataController } from './http/owner-data.controller.js'
import { StoryRepository } from './library/story.repository.js'
import { GenerationMetrics } from './generate/generation-metrics.js'
import { GenerationReport } from './generate/generation-report.js'

@Module({
  imports: [BillingModule, CacheModule, IdempotencyModule, LlmModule],
  controllers: [
    GenerateController,
    StreamController,
    StoriesController,
    LibraryController,
    OwnerDataController
  ],
  providers: [
    DraftWriter,
    ComposeStory,
    TellStory,
    StreamStory,
    StreamMetrics,
    RepairStory,
    GenerateStory,
    WriteStory,
    StoryKeeper,
    StorySharing,
    StoryRepository,
    DeleteStory,
    EraseOwner,
    ExportOwner,
    GenerationMetrics,
    GenerationReport,
    StorySafety,
    {
      provide: SystemPromptLeakDetector,
      useFactory: () => new SystemPromptLeakDetector(instructions)
    }
  ]
})
export class StoriesModule {}
