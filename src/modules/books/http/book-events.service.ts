import { setTimeout as wait } from 'node:timers/promises'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { toAppError } from '#core/http/errors/to-app-error.js'
import { httpConfig } from '#core/http/http.config.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { BooksRepository } from '../books.repository.js'
import { stateOf, type Book, type BookState } from '../domain/book.js'
import { NoSuchBook } from '../no-such-book.js'
import { BookDto, BookSectionDto } from './dto/book.dto.js'

const lookEveryMs = 500
const endStates: ReadonlySet<BookState> = new Set(['completed', 'failed', 'cancelled'])

/** Sends the sections of a book as it grows. Like that of a job, its record is read again and again. */
@Injectable()
export class BookEventsService {
  constructor(
    private readonly books: BooksRepository,
    @Inject(httpConfig.KEY) private readonly settings: ConfigType<typeof httpConfig>
  ) {}

  /** @param first as it was found; sent at once */
  async execute(first: Book, signal: AbortSignal, events: EventStream): Promise<void> {
    const { STREAM_HEARTBEAT, STREAM_STALL_TIMEOUT } = this.settings
    events.start({ heartbeatMs: STREAM_HEARTBEAT * 1000, stallMs: STREAM_STALL_TIMEOUT * 1000 })
    try {
      await this.follow(first, signal, events)
    } catch (error) {
      if (!events.isOpen) throw error
      events.fail(toAppError(signal.aborted ? signal.reason : error))
    } finally {
      events.stop()
    }
  }

  private async follow(first: Book, signal: AbortSignal, events: EventStream): Promise<void> {
    let sent = first.sections.length
    let known = ''
    for (let book = first; ; book = await this.next(book, signal)) {
      for (const section of book.sections.slice(sent)) {
        await events.send('section', BookSectionDto.from(section))
      }
      sent = book.sections.length
      if (endStates.has(stateOf(book))) return events.finish('book', BookDto.from(book))
      const now = changedBesides(book)
      if (now !== known) await events.send('book', BookDto.from(book))
      known = now
    }
  }

  private async next({ id, owner }: Book, signal: AbortSignal): Promise<Book> {
    await wait(lookEveryMs, undefined, { signal })
    const book = await this.books.find(id, owner)
    if (book === undefined) throw new NoSuchBook()
    return book
  }
}

/** What a reader must know besides new sections. */
function changedBesides(book: Book): string {
  const edited = book.sections.flatMap(one => (one.edited ? [one.title, one.content] : []))
  return JSON.stringify([stateOf(book), book.plan, edited])
}
