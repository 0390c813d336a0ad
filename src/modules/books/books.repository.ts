import { Injectable } from '@nestjs/common'
import { sql, type Selectable } from 'kysely'
import type { Owner } from '#core/access/principal.js'
import { Database, type DatabaseTransaction, type Queries } from '#core/database/database.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'
import { findContradictions } from './contradictions/find-contradictions.js'
import type { Book, BookJob, BookPlan, BookSection, StoredState } from './domain/book.js'
import type { BookRow, BookSectionRow } from './tables.js'

/** What is known of a book before its first step. */
export type NewBook = Pick<
  Book,
  'id' | 'owner' | 'caller' | 'request' | 'requestId' | 'correlationId'
>

/** What a step changes in its book. */
export interface BookChange {
  readonly stored?: StoredState
  readonly jobId?: string | null
  readonly plan?: BookPlan
  readonly planCostUsd?: number
}

@Injectable()
export class BooksRepository {
  constructor(private readonly database: Database) {}

  async insert(transaction: DatabaseTransaction, book: NewBook): Promise<void> {
    await transaction
      .insertInto('books')
      .values({
        id: book.id,
        owner: book.owner,
        caller: JSON.stringify(book.caller),
        request: JSON.stringify(book.request),
        request_id: book.requestId,
        correlation_id: book.correlationId
      })
      .execute()
  }

  /** @param owner undefined for a book of any owner */
  find(id: string, owner: Owner | undefined): Promise<Book | undefined> {
    return this.read(this.database.queries, id, owner)
  }

  /** The book, which no other transaction changes until the end of this one. */
  async lock(
    transaction: DatabaseTransaction,
    id: string,
    owner: Owner | undefined
  ): Promise<Book | undefined> {
    if (!isStoryId(id)) return undefined
    await transaction.selectFrom('books').select('id').where('id', '=', id).forUpdate().execute()
    return this.read(transaction, id, owner)
  }

  /** The id of the book of which a job writes the next step. */
  async idOfJob(jobId: string): Promise<string | undefined> {
    const { queries } = this.database
    const row = await queries
      .selectFrom('books')
      .select('id')
      .where('job_id', '=', jobId)
      .executeTakeFirst()
    return row?.id
  }

  /** The story of the section that a job has written. */
  async storyOfJob(jobId: string): Promise<string | undefined> {
    const row = await this.database.queries
      .selectFrom('book_sections')
      .select('story_id')
      .where('job_id', '=', jobId)
      .executeTakeFirst()
    return row?.story_id
  }

  async update(
    transaction: DatabaseTransaction,
    id: string,
    { stored, jobId, plan, planCostUsd }: BookChange
  ): Promise<void> {
    await transaction
      .updateTable('books')
      .set({
        updated_at: sql<Date>`now()`,
        ...(stored !== undefined && { state: stored }),
        ...(jobId !== undefined && { job_id: jobId }),
        ...(plan !== undefined && { plan: JSON.stringify(plan) }),
        ...(planCostUsd !== undefined && { plan_cost_usd: planCostUsd })
      })
      .where('id', '=', id)
      .execute()
  }

  /** Looks for contradictions in a book as it is now. */
  async examine(
    transaction: DatabaseTransaction,
    { id, plan, sections, request: { language } }: Book
  ): Promise<void> {
    const found = findContradictions({ codex: plan?.codex ?? [], sections, language })
    await transaction
      .updateTable('books')
      .set({ contradictions: JSON.stringify(found) })
      .where('id', '=', id)
      .execute()
  }

  async insertSection(
    transaction: DatabaseTransaction,
    bookId: string,
    section: BookSection
  ): Promise<void> {
    const { jobId, storyId, promptVersion, costUsd, ...same } = section
    await transaction
      .insertInto('book_sections')
      .values({
        ...same,
        book_id: bookId,
        job_id: jobId,
        story_id: storyId,
        prompt_version: promptVersion,
        cost_usd: costUsd
      })
      .execute()
  }

  async editSection(
    transaction: DatabaseTransaction,
    bookId: string,
    { number, title, content, count }: Pick<BookSection, 'number' | 'title' | 'content' | 'count'>
  ): Promise<void> {
    await transaction
      .updateTable('book_sections')
      .set({ title, content, count, edited: true })
      .where('book_id', '=', bookId)
      .where('number', '=', number)
      .execute()
  }

  /** Deletes a book and the stories that its sections were generated as. */
  async delete(transaction: DatabaseTransaction, { id, owner, sections }: Book): Promise<void> {
    const stories = sections.map(({ storyId }) => storyId)
    if (stories.length > 0) {
      await transaction
        .deleteFrom('stories')
        .where('owner', '=', owner)
        .where('id', 'in', stories)
        .execute()
    }
    await transaction.deleteFrom('books').where('id', '=', id).execute()
  }

  private async read(
    queries: Queries,
    id: string,
    owner: Owner | undefined
  ): Promise<Book | undefined> {
    if (!isStoryId(id)) return undefined
    const row = await queries
      .selectFrom('books')
      .leftJoin('jobs', 'jobs.id', 'books.job_id')
      .selectAll('books')
      .select(['jobs.state as job_state', 'jobs.error as job_error'])
      .where('books.id', '=', id)
      .$if(owner !== undefined, books => books.where('books.owner', '=', owner as Owner))
      .executeTakeFirst()
    if (row === undefined) return undefined
    const { job_state: state, job_error: error, ...book } = row
    const sections = await queries
      .selectFrom('book_sections')
      .selectAll()
      .where('book_id', '=', id)
      .orderBy('number')
      .execute()
    const job = book.job_id === null || state === null ? null : { id: book.job_id, state, error }
    return toBook(book, job, sections)
  }
}

function toBook(
  row: Selectable<BookRow>,
  job: BookJob | null,
  sections: readonly Selectable<BookSectionRow>[]
): Book {
  return {
    id: row.id,
    owner: row.owner as Owner,
    stored: row.state,
    caller: row.caller,
    request: row.request,
    contradictions: row.contradictions,
    plan: row.plan,
    planCostUsd: row.plan_cost_usd,
    sections: sections.map(toSection),
    job,
    requestId: row.request_id,
    correlationId: row.correlation_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at
  }
}

function toSection(row: Selectable<BookSectionRow>): BookSection {
  const { number, title, content, count, parts, edited, model } = row
  return {
    number,
    jobId: row.job_id,
    storyId: row.story_id,
    title,
    content,
    count,
    parts,
    edited,
    model,
    promptVersion: row.prompt_version,
    costUsd: row.cost_usd
  }
}
