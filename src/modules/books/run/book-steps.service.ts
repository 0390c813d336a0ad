import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { JobsRepository } from '#modules/jobs/jobs.repository.js'
import { JobQueue, storyQueue } from '#modules/jobs/queue/job-queue.service.js'
import { BooksRepository, type NewBook } from '../books.repository.js'
import type { Book } from '../domain/book.js'
import { sectionRequest } from './section-request.js'

/** A step is a job: the plan first, then each section. */
@Injectable()
export class BookSteps {
  constructor(
    private readonly database: Database,
    private readonly books: BooksRepository,
    private readonly jobs: JobsRepository,
    private readonly queue: JobQueue
  ) {}

  /**
   * Stores what a job has written and creates the job of the next step, in one transaction.
   * @param store returns the book as it is then
   * @returns false if the book is deleted, or another run of the job was first
   */
  async complete(
    bookId: string,
    jobId: string,
    store: (transaction: DatabaseTransaction, book: Book) => Promise<Book>
  ): Promise<boolean> {
    const isOurs = await this.database.transaction(async transaction => {
      const book = await this.books.lock(transaction, bookId, undefined)
      if (book?.job?.id !== jobId) return false
      const changed = await store(transaction, book)
      await this.books.examine(transaction, changed)
      if (changed.stored === 'paused') {
        await this.books.update(transaction, bookId, { jobId: null })
      } else await this.next(transaction, changed)
      return true
    })
    this.queue.wake(storyQueue)
    return isOurs
  }

  /** Creates the job of the plan, of the next section, or completes the book. */
  async next(
    transaction: DatabaseTransaction,
    book: NewBook & Partial<Pick<Book, 'plan' | 'sections'>>
  ): Promise<void> {
    const { id, owner, caller, requestId, correlationId, plan = null, sections = [] } = book
    const request =
      plan === null ? book.request : sectionRequest({ request: book.request, plan, sections })
    if (request === undefined) {
      return this.books.update(transaction, id, { stored: 'completed', jobId: null })
    }
    const job = {
      id: randomUUID(),
      request,
      priority: 'normal',
      startAfter: undefined,
      deadline: undefined,
      callbackUrl: undefined
    } as const
    const origin = { batchId: null, bypassCache: true, requestId, correlationId }
    const turns = await this.jobs.insert(transaction, [job], { ...origin, kind: 'book', caller })
    const entries = turns.map(({ id: jobId, position }) => ({
      id: jobId,
      position,
      startAfter: undefined
    }))
    await this.queue.send(transaction, owner, entries)
    await this.books.update(transaction, id, { stored: 'running', jobId: job.id })
  }

  /** A worker of this process need not wait until it polls again. */
  wake(): void {
    this.queue.wake(storyQueue)
  }
}
