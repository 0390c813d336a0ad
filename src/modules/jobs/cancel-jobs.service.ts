import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { JobCallbacks } from './job-callbacks.service.js'
import { JobsRepository } from './jobs.repository.js'
import { JobQueue, storyQueue } from './queue/job-queue.service.js'
import { JobRunner } from './run/job-runner.service.js'

/** Cancels open jobs. Their calls of the provider are aborted, in this process at once and in others soon. */
@Injectable()
export class CancelJobsService {
  constructor(
    private readonly database: Database,
    private readonly repository: JobsRepository,
    private readonly queue: JobQueue,
    private readonly runner: JobRunner,
    private readonly callbacks: JobCallbacks,
    private readonly audit: AuditLog
  ) {}

  /** Jobs that have ended stay as they are. */
  async execute(
    owner: Owner,
    filter: { readonly id: string } | { readonly batchId: string }
  ): Promise<void> {
    const jobs = await this.database.transaction(async transaction => {
      const cancelled = await this.repository.cancel(transaction, { owner, ...filter })
      if (cancelled.length === 0) return cancelled
      const ids = cancelled.map(job => job.id)
      await this.queue.remove(storyQueue, transaction, ids)
      await this.callbacks.ended(transaction, cancelled)
      const target = 'id' in filter ? filter.id : filter.batchId
      const details = { jobs: cancelled.length }
      await this.audit.append(transaction, { action: 'job_cancelled', owner, target, details })
      return cancelled
    })
    for (const { id } of jobs) this.runner.cancel(id)
  }
}
