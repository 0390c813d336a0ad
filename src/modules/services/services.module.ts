import { Module } from '@nestjs/common'
import { StoriesModule } from '#modules/stories/stories.module.js'
import { KuybiDraftsController } from './kuybi-drafts.controller.js'
import { KuybiDrafts } from './kuybi-drafts.service.js'
import { ServicesMetrics } from './services.metrics.js'

/** Calls to other services of the platform. */
@Module({
  imports: [StoriesModule],
  controllers: [KuybiDraftsController],
  providers: [ServicesMetrics, KuybiDrafts]
})
export class ServicesModule {}
