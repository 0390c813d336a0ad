import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { httpConfig } from '#core/http/http.config.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { streamRecord } from '#core/http/streaming/stream-record.js'
import { BooksRepository } from '../books.repository.js'
import { stateOf, type Book, type BookState } from '../domain/book.js'
import { NoSuchBook } from '../no-such-book.js'
import { BookDto, BookSectionDto } from './dto/book.dto.js'

const endStates: ReadonlySet<BookState> = new Set(['completed', 'failed', 'cancelled'])

/** Sends the sections of a book as it grows. */
@Injectable()
export class BookEventsService {
  constructor(
    private readonly books: BooksRepository,
    @Inject(httpConfig.KEY) private readonly settings: ConfigType<typeof httpConfig>
  ) {}

  /** @param first as it was found; sent at once */
  execute(first: Book, signal: AbortSignal, events: EventStream): Promise<void> {
    let sent = first.sections.length
    let known = ''
    const send = async (book: Book): Promise<void> => {
      for (const section of book.sections.slice(sent)) {
        await events.send('section', BookSectionDto.from(section))
      }
      sent = book.sections.length
      if (endStates.has(stateOf(book))) return events.finish('book', BookDto.from(book))
      const now = changedBesides(book)
      if (now !== known) await events.send('book', BookDto.from(book))
      known = now
    }
    const { settings } = this
    return streamRecord(first, { read: () => this.read(first), send, events, signal, settings })
  }

  private async read({ id, owner }: Book): Promise<Book> {
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
