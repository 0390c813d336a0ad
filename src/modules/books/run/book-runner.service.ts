import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { Job } from '#modules/jobs/job.js'
import { JobRunner } from '#modules/jobs/run/job-runner.service.js'
import { BooksRepository } from '../books.repository.js'
import type { BookPlan } from '../domain/book.js'
import { PlanBookService } from '../plan/plan-book.service.js'
import { BookSteps } from './book-steps.service.js'
import { WriteSectionService } from './write-section.service.js'

/** Runs the jobs of books. */
@Injectable()
export class BookRunner implements OnModuleInit {
  constructor(
    private readonly runner: JobRunner,
    private readonly books: BooksRepository,
    private readonly planning: PlanBookService,
    private readonly sections: WriteSectionService,
    private readonly steps: BookSteps
  ) {}

  onModuleInit(): void {
    this.runner.handle('book', { execute: (job, signal) => this.execute(job, signal) })
  }

  private async execute(job: Job, signal: AbortSignal): Promise<string | null> {
    const bookId = await this.books.idOfJob(job.id)
    const book = bookId === undefined ? undefined : await this.books.find(bookId, undefined)
    // A run before this one was killed after its step was stored.
    if (book === undefined) return (await this.books.storyOfJob(job.id)) ?? null
    if (book.plan !== null) return this.sections.execute(book, job, signal)
    await this.planning.execute(book, signal, (plan, costUsd) =>
      this.store(book.id, job.id, plan, costUsd)
    )
    return null
  }

  private store(
    bookId: string,
    jobId: string,
    plan: BookPlan,
    planCostUsd: number
  ): Promise<boolean> {
    return this.steps.complete(bookId, jobId, async (transaction, book) => {
      await this.books.update(transaction, bookId, { plan, planCostUsd })
      return { ...book, plan, planCostUsd }
    })
  }
}
