import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { AppError } from '#core/errors/app-error.js'
import { CreateJobsService } from '#modules/jobs/create-jobs.service.js'
import { measureLength } from '#modules/stories/checks/length-check.js'
import { BooksRepository } from './books.repository.js'
import { isWriting, type Book, type BookPlan, type BookSection } from './domain/book.js'
import { NoSuchBook, NoSuchSection } from './no-such-book.js'
import { BookSteps } from './run/book-steps.service.js'

/** Pauses, changes and resumes books. Each change locks its book, so that no step is stored in between. */
@Injectable()
export class ChangeBookService {
  constructor(
    private readonly database: Database,
    private readonly books: BooksRepository,
    private readonly steps: BookSteps,
    private readonly creation: CreateJobsService,
    private readonly audit: AuditLog
  ) {}

  /** The step that is being written ends, and is kept; no other begins. */
  pause(owner: Owner, id: string): Promise<void> {
    return this.change(owner, id, async (transaction, book) => {
      requireOpen(book)
      await this.books.update(transaction, id, { stored: 'paused' })
    })
  }

  /** Continues a book that is paused, failed or cancelled with a new job. */
  async resume(owner: Owner, id: string): Promise<void> {
    await this.change(owner, id, async (transaction, book) => {
      requireOpen(book)
      if (isWriting(book)) return this.books.update(transaction, id, { stored: 'running' })
      await this.creation.refuseTooMany(transaction, owner, 1)
      await this.steps.next(transaction, book)
    })
    this.steps.wake()
  }

  edit(owner: Owner, id: string, plan: BookPlan): Promise<void> {
    return this.change(owner, id, async (transaction, book) => {
      requireIdle(book)
      await this.books.update(transaction, id, { plan })
      await this.books.examine(transaction, { ...book, plan })
      await this.record(transaction, owner, id)
    })
  }

  editSection(
    owner: Owner,
    id: string,
    { number, title, content }: Pick<BookSection, 'number' | 'content'> & { title?: string }
  ): Promise<void> {
    return this.change(owner, id, async (transaction, book) => {
      const section = book.sections.find(one => one.number === number)
      if (section === undefined) throw new NoSuchSection()
      if (book.stored !== 'completed') requireIdle(book)
      const { count } = measureLength(content, book.request.language)
      const edited = { number, title: title ?? section.title, content, count }
      await this.books.editSection(transaction, id, edited)
      await this.books.update(transaction, id, {})
      const sections = book.sections.map(one => (one === section ? { ...one, ...edited } : one))
      await this.books.examine(transaction, { ...book, sections })
      await this.record(transaction, owner, id)
    })
  }

  private record(transaction: DatabaseTransaction, owner: Owner, target: string): Promise<void> {
    return this.audit.append(transaction, { action: 'book_edited', owner, target })
  }

  private change(
    owner: Owner,
    id: string,
    work: (transaction: DatabaseTransaction, book: Book) => Promise<void>
  ): Promise<void> {
    return this.database.transaction(async transaction => {
      const book = await this.books.lock(transaction, id, owner)
      if (book === undefined) throw new NoSuchBook()
      await work(transaction, book)
    })
  }
}

function requireOpen({ stored }: Book): void {
  if (stored === 'completed') throw new AppError('BOOK_COMPLETED')
}

/** What is written now was ordered with the plan and the sections as they are. */
function requireIdle(book: Book): void {
  requireOpen(book)
  if (isWriting(book)) throw new AppError('BOOK_NOT_PAUSED', { retryAfterSeconds: 5 })
}
