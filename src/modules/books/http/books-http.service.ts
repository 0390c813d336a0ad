import { Injectable } from '@nestjs/common'
import type { Owner, Principal } from '#core/access/principal.js'
import { AppError } from '#core/errors/app-error.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import type { CreatedResource } from '#modules/jobs/http/created.interceptor.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import { toPlainText } from '#modules/stories/checks/plain-text.js'
import { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { BooksRepository } from '../books.repository.js'
import { ChangeBookService } from '../change-book.service.js'
import { CreateBookService } from '../create-book.service.js'
import { DeleteBookService } from '../delete-book.service.js'
import type { Book, BookPlan, BookRequest } from '../domain/book.js'
import { NoSuchBook, NoSuchSection } from '../no-such-book.js'
import { textOfPlan } from '../plan/plan-text.js'
import { BookDto } from './dto/book.dto.js'
import type { EditBookDto } from './dto/edit-book.dto.js'
import type { EditSectionDto } from './dto/edit-section.dto.js'

/** Books as resources. Owners see and change their own books; admins see all. */
@Injectable()
export class BooksHttpService {
  constructor(
    private readonly books: BooksRepository,
    private readonly creation: CreateBookService,
    private readonly changes: ChangeBookService,
    private readonly deletion: DeleteBookService,
    private readonly safety: StorySafetyService
  ) {}

  async create(
    principal: Principal,
    request: BookRequest,
    idempotencyKey: LookedUpKey | undefined
  ): Promise<CreatedResource<BookDto>> {
    const { id, replayed } = await this.creation.execute({ principal, request, idempotencyKey })
    return { path: `/api/v1/books/${id}`, replayed, body: await this.read(principal, id) }
  }

  /** @throws NoSuchBook also for a book of another owner */
  async read(principal: Principal, id: string): Promise<BookDto> {
    return BookDto.from(await this.find(principal, id))
  }

  async find({ owner, scopes }: Principal, id: string): Promise<Book> {
    const book = await this.books.find(id, scopes.has('admin') ? undefined : owner)
    if (book === undefined) throw new NoSuchBook()
    return book
  }

  async pause(principal: Principal, id: string): Promise<BookDto> {
    await this.changes.pause(principal.owner, id)
    return this.read(principal, id)
  }

  async resume(principal: Principal, id: string): Promise<BookDto> {
    await this.changes.resume(principal.owner, id)
    return this.read(principal, id)
  }

  async edit(
    principal: Principal,
    id: string,
    edit: EditBookDto,
    signal: AbortSignal
  ): Promise<BookDto> {
    const { owner } = principal
    const { request, plan } = await this.own(owner, id)
    // Before its plan is written a book has nothing to change.
    if (plan === null) throw new AppError('BOOK_NOT_PAUSED', { retryAfterSeconds: 5 })
    const changed = edit.appliedTo(plan)
    requireAsManyParts(plan, changed)
    await this.moderate(request, textOfPlan(changed).split('\n'), signal)
    await this.changes.edit(owner, id, changed)
    return this.read(principal, id)
  }

  async editSection(
    principal: Principal,
    id: string,
    { number, edit }: { readonly number: string; readonly edit: EditSectionDto },
    signal: AbortSignal
  ): Promise<BookDto> {
    const { owner } = principal
    const { request } = await this.own(owner, id)
    if (!/^\d{1,4}$/.test(number)) throw new NoSuchSection()
    const content = toPlainText(edit.content)
    await this.moderate(request, [content], signal)
    const { title } = edit
    const section = { number: Number(number), content, ...(title !== undefined && { title }) }
    await this.changes.editSection(owner, id, section)
    return this.read(principal, id)
  }

  delete({ owner }: Principal, id: string): Promise<void> {
    return this.deletion.execute(owner, id)
  }

  private async own(owner: Owner, id: string): Promise<Book> {
    const book = await this.books.find(id, owner)
    if (book === undefined) throw new NoSuchBook()
    return book
  }

  /** Text of the owner becomes part of prompts, like the keywords of a request. */
  private moderate(
    request: BookRequest,
    texts: readonly string[],
    signal: AbortSignal
  ): Promise<void> {
    return this.safety.moderateRequest({ ...request, keywords: texts }, signal)
  }
}

function requireAsManyParts({ outline: before }: BookPlan, { outline }: BookPlan): void {
  if (outline.length === before.length) return
  const message = `has ${outline.length} parts; ${before.length} are needed`
  throw new ValidationFailed([{ field: 'outline', messages: [message], rule: 'conflict' }])
}
