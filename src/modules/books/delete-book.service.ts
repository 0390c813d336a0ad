import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { JobsRepository } from '#modules/jobs/jobs.repository.js'
import { JobQueue, storyQueue } from '#modules/jobs/queue/job-queue.service.js'
import { JobRunner } from '#modules/jobs/run/job-runner.service.js'
import { BooksRepository } from './books.repository.js'
import { NoSuchBook } from './no-such-book.js'

/** Deletes a book with its sections and their stories. A step that is being written is aborted. */
@Injectable()
export class DeleteBookService {
  constructor(
    private readonly database: Database,
    private readonly books: BooksRepository,
    private readonly jobs: JobsRepository,
    private readonly queue: JobQueue,
    private readonly runner: JobRunner,
    private readonly audit: AuditLog
  ) {}

  /** @throws NoSuchBook also for a book of another owner */
  async execute(owner: Owner, id: string): Promise<void> {
    const cancelled = await this.database.transaction(async transaction => {
      const book = await this.books.lock(transaction, id, owner)
      if (book === undefined) throw new NoSuchBook()
      const step = book.job && { owner, id: book.job.id }
      const cancelledJobs = step === null ? [] : await this.jobs.cancel(transaction, step)
      const ids = cancelledJobs.map(job => job.id)
      if (ids.length > 0) await this.queue.remove(storyQueue, transaction, ids)
      await this.books.delete(transaction, book)
      const details = { sections: book.sections.length }
      await this.audit.append(transaction, { action: 'book_deleted', owner, target: id, details })
      return ids
    })
    for (const jobId of cancelled) this.runner.cancel(jobId)
  }
}
