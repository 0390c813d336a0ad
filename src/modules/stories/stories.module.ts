import { Inject, Module } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Retention } from '#core/database/retention.js'
import { BillingModule } from '#modules/billing/billing.module.js'
import { CacheModule } from '#modules/cache/cache.module.js'
import { IdempotencyModule } from '#modules/idempotency/idempotency.module.js'
import { LlmModule } from '#modules/llm/llm.module.js'
import { BufferedStoryWriter } from './writing/buffered-story-writer.service.js'
import { StreamMetrics } from './http/stream-metrics.js'
import { StreamStoryService } from './http/stream-story.service.js'
import { StreamingStoryWriter } from '#modules/stories/writing/streaming/streaming-story-writer.service.js'
import { StoryRepairer } from './writing/story-repairer.service.js'
import { GenerateController } from './http/generate.controller.js'
import { GenerateStoryService } from './generate/generate-story.service.js'
import { StorySafetyService } from './safety/story-safety.service.js'
import { SystemPromptLeakDetector } from './safety/system-prompt-leak-detector.js'
import { allInstructions } from './writing/repair-prompts.js'
import { StoryPersistence } from './generate/story-persistence.service.js'
import { IdempotentReplay } from './generate/idempotent-replay.service.js'
import { StoryCache } from './generate/story-cache.service.js'
import { StoryWriter } from './generate/story-writer.service.js'
import { GenerationDeadline } from './generate/generation-deadline.js'
import { StreamController } from './http/stream.controller.js'
import { StoriesController } from './http/stories.controller.js'
import { DeleteStoryService } from './library/delete-story.service.js'
import { EraseOwnerService } from './library/erase-owner.service.js'
import { ExportOwnerService } from './library/export-owner.service.js'
import { ReadStoriesService } from './http/read-stories.service.js'
import { OwnerDataController } from './http/owner-data.controller.js'
import { ErasureRepository } from './library/erasure.repository.js'
import { StorySearch } from './library/story-search.repository.js'
import { StoryRepository } from './library/story.repository.js'
import { UnwrittenStories } from './library/unwritten-stories.js'
import { GenerationMetrics } from './generate/generation-metrics.js'
import { CertificatesController } from './http/certificates/certificates.controller.js'
import { CertificatesService } from './http/certificates/certificates.service.js'
import { JwksController } from './http/certificates/jwks.controller.js'
import { certificateKeysProvider } from './certificate/certificate-keys.provider.js'
import { IndicatorsRepository } from './library/indicators.repository.js'
import { IndicatorQueue } from './generate/indicator-queue.service.js'
import { CompareStoriesService } from './revisions/compare-stories.service.js'
import { InstructionMemory } from './memory/instruction-memory.service.js'
import { StoryMemory } from './memory/story-memory.service.js'
import { VarietyMemory } from './memory/variety-memory.service.js'
import { Variety } from './variety/variety.service.js'
import { ReviseStoryService } from './revisions/revise-story.service.js'
import { RevisionMetrics } from './revisions/revision-metrics.js'
import { RevisionsController } from './http/revisions/revisions.controller.js'
import { StoryTreeRepository } from './library/story-tree.repository.js'
import { PassageWriter } from './writing/revisions/passage-writer.service.js'
import { revisionInstructions } from './writing/revisions/revision-prompts.js'
import { sectionInstructions } from './writing/sections/section-prompt.js'
import { RevisionWriter } from './generate/revision-writer.service.js'
import { StreamingPassageWriter } from './writing/streaming/streaming-passage-writer.service.js'
import { TitleWriter } from './writing/revisions/title-writer.service.js'
import { storiesConfig } from './stories.config.js'
import { StoriesMetrics } from './stories.metrics.js'

@Module({
  imports: [BillingModule, CacheModule, IdempotencyModule, LlmModule],
  controllers: [
    GenerateController,
    StreamController,
    StoriesController,
    RevisionsController,
    OwnerDataController,
    CertificatesController,
    JwksController
  ],
  providers: [
    StoriesMetrics,
    ReviseStoryService,
    RevisionMetrics,
    RevisionWriter,
    PassageWriter,
    StreamingPassageWriter,
    TitleWriter,
    InstructionMemory,
    VarietyMemory,
    StoryMemory,
    Variety,
    CompareStoriesService,
    StoryTreeRepository,
    BufferedStoryWriter,
    StreamingStoryWriter,
    StreamStoryService,
    ReadStoriesService,
    StreamMetrics,
    StoryRepairer,
    GenerateStoryService,
    StoryWriter,
    GenerationDeadline,
    StoryPersistence,
    IdempotentReplay,
    StoryCache,
    StoryRepository,
    StorySearch,
    ErasureRepository,
    UnwrittenStories,
    IndicatorsRepository,
    IndicatorQueue,
    DeleteStoryService,
    EraseOwnerService,
    ExportOwnerService,
    GenerationMetrics,
    CertificatesService,
    certificateKeysProvider,
    StorySafetyService,
    {
      provide: SystemPromptLeakDetector,
      useFactory: () =>
        new SystemPromptLeakDetector(
          [allInstructions, revisionInstructions, sectionInstructions].join('\n')
        )
    }
  ],
  exports: [
    StoryCache,
    GenerateStoryService,
    GenerationDeadline,
    StorySafetyService,
    StoryRepository,
    certificateKeysProvider,
    Variety
  ]
})
export class StoriesModule {
  constructor(
    retention: Retention,
    @Inject(storiesConfig.KEY) { RETENTION_DAYS: days }: ConfigType<typeof storiesConfig>
  ) {
    if (days > 0)
      retention.registerByAge({
        table: 'stories',
        column: 'created_at',
        days,
        indexed: 'word_count >= 0'
      })
  }
}
