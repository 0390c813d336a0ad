import type { Answer } from './answer.js'
import type { CallOptions, GenerationOptions } from './client-options.js'
import type { Frozen } from './frozen.js'
import * as calls from './generated/sdk.gen.js'
import type { Book, Certificate, CreateBook, EditBook, EditSection } from './generated/types.gen.js'
import { generationHeaders } from './generation-call.js'
import type { Transport } from './transport.js'

/** Body of `POST /books`. */
export type BookCommand = Frozen<CreateBook>
/** Body of `PATCH /books/:id`. */
export type BookChange = Frozen<EditBook>
/** Body of `PATCH /books/:id/sections/:number`. */
export type SectionChange = Frozen<EditSection>

/** Long stories, which are planned and written section by section. */
export class BookCalls {
  constructor(private readonly transport: Transport) {}

  /** Creates a book. All attempts of the call create one book. */
  create(command: BookCommand, options: GenerationOptions = {}): Answer<Book> {
    const body = command as CreateBook
    const headers = generationHeaders(options)
    return this.transport.requestData(sending => calls.createBook({ ...sending, body }), {
      ...options,
      headers
    })
  }

  /** @throws NotFoundError if the book does not exist or belongs to another owner */
  read(id: string, options: CallOptions = {}): Answer<Book> {
    return this.transport.requestData(
      sending => calls.readBook({ ...sending, path: { id } }),
      options
    )
  }

  /** The section that is being written is completed, and no other begins. */
  pause(id: string, options: CallOptions = {}): Answer<Book> {
    return this.transport.requestData(
      sending => calls.pauseBook({ ...sending, path: { id } }),
      options
    )
  }

  /** Continues a book that is paused, failed or cancelled. */
  resume(id: string, options: CallOptions = {}): Answer<Book> {
    return this.transport.requestData(
      sending => calls.resumeBook({ ...sending, path: { id } }),
      options
    )
  }

  /** Changes title, outline or codex of a paused book. */
  edit(id: string, change: BookChange, options: CallOptions = {}): Answer<Book> {
    const body = change as EditBook
    return this.transport.requestData(
      sending => calls.editBook({ ...sending, path: { id }, body }),
      options
    )
  }

  /** Changes a section of a paused or completed book. */
  editSection(
    id: string,
    number: number,
    change: SectionChange,
    options: CallOptions = {}
  ): Answer<Book> {
    const [path, body] = [{ id, number: String(number) }, change as EditSection]
    return this.transport.requestData(
      sending => calls.editBookSection({ ...sending, path, body }),
      options
    )
  }

  /** The certificate over the whole text of a completed book. */
  certificate(id: string, options: CallOptions = {}): Answer<Certificate> {
    return this.transport.requestData(
      sending => calls.readBookCertificate({ ...sending, path: { id } }),
      options
    )
  }

  /** Deletes a book with its sections and the stories that they were generated as. */
  delete(id: string, options: CallOptions = {}): Answer<void> {
    return this.transport.requestNothing(
      sending => calls.deleteBook({ ...sending, path: { id } }),
      options
    )
  }
}
