import { Controller, Get, Param } from '@nestjs/common'
import { Bare } from '#core/access/bare.decorator.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess, ApiTextSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { Events } from '#core/http/streaming/event-stream.decorator.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { CertificateDto } from '#modules/stories/http/certificates/certificate.dto.js'
import { BookEventsService } from './book-events.service.js'
import { bookErrors } from './book-errors.js'
import { bookIdParam } from './books.controller.js'
import { BooksHttpService } from './books-http.service.js'
import { CertifyBookService } from './certify-book.service.js'
import { bookExample } from './dto/book-example.js'

const eventsExample = `event: book
data: ${JSON.stringify({ ...bookExample, sections: [] })}

event: section
data: ${JSON.stringify(bookExample.sections[0])}

event: book
data: ${JSON.stringify({ ...bookExample, state: 'completed' })}

`

/** A book while it grows, and the certificate of the whole. */
@Controller({ path: 'books/:id', version: '1' })
export class BookTextController {
  constructor(
    private readonly books: BooksHttpService,
    private readonly events: BookEventsService,
    private readonly certification: CertifyBookService
  ) {}

  @ApiRoute({
    id: 'streamBook',
    tag: 'books',
    summary: 'Stream a growing book as server-sent events',
    description:
      'Event `book` with the book: at once, and whenever its state, plan or a section that was sent changes. Event `section` with each new section. The stream ends with `book` when the book is completed, failed or cancelled. Comments keep the connection open.'
  })
  @ApiPathParam('id', bookIdParam)
  @ApiTextSuccess(200, {
    description: 'The events.',
    contentType: 'text/event-stream',
    maxLength: 100_000_000,
    example: eventsExample
  })
  @ApiErrors(...bookErrors)
  @Get('events')
  @Scopes('stories')
  @RateLimit('read')
  @Bare()
  async stream(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @RequestSignal() signal: AbortSignal,
    @Events() events: EventStream
  ): Promise<void> {
    await this.events.execute(await this.books.find(principal, id), signal, events)
  }

  @ApiRoute({
    id: 'readBookCertificate',
    tag: 'books',
    summary: 'Get the certificate of a book',
    description:
      'A signed statement of what was verified of the title and of the whole text: the sections with a blank line between them. Returns 404 until the book is completed, and if the service has no key (`CERTIFICATE_KEY`).'
  })
  @ApiPathParam('id', bookIdParam)
  @ApiSuccess(200, { description: 'The certificate.', type: CertificateDto })
  @ApiErrors(...bookErrors)
  @Get('certificate')
  @Scopes('stories')
  @RateLimit('read')
  async certificate(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string
  ): Promise<CertificateDto> {
    return this.certification.execute(await this.books.find(principal, id))
  }
}
