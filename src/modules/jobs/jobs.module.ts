import { Inject, Module } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Retention } from '#core/database/retention.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { IdempotencyModule } from '#modules/idempotency/idempotency.module.js'
import { StoriesModule } from '#modules/stories/stories.module.js'
import { WebhooksModule } from '#modules/webhooks/webhooks.module.js'
import { BatchesRepository } from './batches.repository.js'
import { CancelJobsService } from './cancel-jobs.service.js'
import { CreateJobsService } from './create-jobs.service.js'
import { BatchesController } from './http/batches.controller.js'
import { BatchesService } from './http/batches.service.js'
import { JobEventsService } from './http/job-events.service.js'
import { JobsAdminController } from './http/jobs-admin.controller.js'
import { JobsController } from './http/jobs.controller.js'
import { JobsHttpService } from './http/jobs-http.service.js'
import { JobCallbacks } from './job-callbacks.service.js'
import { jobsConfig } from './jobs.config.js'
import { JobsMetrics } from './jobs.metrics.js'
import { JobsRepository } from './jobs.repository.js'
import { JobQueueModule } from './queue/job-queue.module.js'
import { RetryJobService } from './retry-job.service.js'
import { JobGeneration } from './run/job-generation.service.js'
import { JobRunner } from './run/job-runner.service.js'
import { JobRunsRepository } from './run/job-runs.repository.js'
import { JobTotalsReporter } from './run/job-totals.service.js'

@Module({
  imports: [IdempotencyModule, StoriesModule, JobQueueModule, WebhooksModule],
  controllers: [JobsController, BatchesController, JobsAdminController],
  providers: [
    JobsMetrics,
    JobsRepository,
    BatchesRepository,
    JobCallbacks,
    JobRunsRepository,
    JobGeneration,
    JobRunner,
    JobTotalsReporter,
    CreateJobsService,
    CancelJobsService,
    RetryJobService,
    JobsHttpService,
    BatchesService,
    JobEventsService
  ],
  exports: [
    JobsHttpService,
    JobsRepository,
    CreateJobsService,
    JobQueueModule,
    JobRunner,
    JobGeneration
  ]
})
export class JobsModule {
  constructor(
    retention: Retention,
    lifecycle: Lifecycle,
    runner: JobRunner,
    @Inject(jobsConfig.KEY) { JOBS_RETENTION_DAYS: days }: ConfigType<typeof jobsConfig>
  ) {
    lifecycle.onAbortInFlight(() => runner.abortAll())
    const column = 'created_at'
    retention.registerByAge({ table: 'jobs', column, days, indexed: 'finished_at IS NOT NULL' })
    const indexed = 'NOT EXISTS (SELECT FROM jobs WHERE batch_id = batches.id)'
    retention.registerByAge({ table: 'batches', column, days, indexed })
  }
}
