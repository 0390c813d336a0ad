import { Injectable } from '@nestjs/common'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { AppError } from '#core/errors/app-error.js'
import { IdempotencyRepository } from '#modules/idempotency/idempotency.repository.js'
import type { Job } from './job.js'
import { JobsRepository } from './jobs.repository.js'
import { NoSuchJob } from './no-such-job.js'
import { JobQueue, storyQueue } from './queue/job-queue.service.js'

/** Runs a failed job again, without its deadline. */
@Injectable()
export class RetryJobService {
  constructor(
    private readonly database: Database,
    private readonly repository: JobsRepository,
    private readonly queue: JobQueue,
    private readonly keys: IdempotencyRepository,
    private readonly audit: AuditLog
  ) {}

  /**
   * @throws NoSuchJob if there is none
   * @throws AppError JOB_NOT_FAILED if it has not failed
   */
  async execute(id: string): Promise<Job> {
    const job = await this.repository.find(id, undefined)
    if (job === undefined) throw new NoSuchJob()
    await this.database.transaction(async transaction => {
      const turn = await this.repository.reopen(transaction, job.id)
      if (turn === undefined) throw new AppError('JOB_NOT_FAILED')
      const { owner } = job
      // A refusal of the request is stored as its outcome.
      await this.keys.forget(transaction, { owner, route: 'job', key: job.id })
      await this.queue.remove(storyQueue, transaction, [job.id])
      await this.queue.send(transaction, owner, [{ ...turn, startAfter: undefined }])
      await this.audit.append(transaction, { action: 'job_retried', owner, target: job.id })
    })
    this.queue.wake(storyQueue)
    return (await this.repository.find(id, undefined)) ?? job
  }
}
