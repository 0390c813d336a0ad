import { Body, Controller, Param, Patch } from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { editBookErrors } from './book-errors.js'
import { bookIdParam } from './books.controller.js'
import { BooksHttpService } from './books-http.service.js'
import { BookDto } from './dto/book.dto.js'
import { EditBookDto } from './dto/edit-book.dto.js'
import { EditSectionDto } from './dto/edit-section.dto.js'

/** Changes of a book while no step of it is written. */
@Controller({ path: 'books/:id', version: '1' })
export class BookEditsController {
  constructor(private readonly books: BooksHttpService) {}

  @ApiRoute({
    id: 'editBook',
    tag: 'books',
    summary: 'Change title, outline or codex of a book',
    description:
      'The book must be paused, and its last section complete. Sections that are written stay as they are.'
  })
  @ApiPathParam('id', bookIdParam)
  @ApiRequestBody(EditBookDto, 'What changes.')
  @ApiSuccess(200, { description: 'The book.', type: BookDto })
  @ApiErrors(...editBookErrors)
  @Patch()
  @Scopes('stories')
  @RateLimit('read')
  edit(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Body() edit: EditBookDto,
    @RequestSignal() signal: AbortSignal
  ): Promise<BookDto> {
    return this.books.edit(principal, id, edit, signal)
  }

  @ApiRoute({
    id: 'editBookSection',
    tag: 'books',
    summary: 'Change a section of a book',
    description:
      'The book must be completed, or paused with its last section complete. The length of the next sections follows from the changed text.'
  })
  @ApiPathParam('id', bookIdParam)
  @ApiPathParam('number', {
    description: 'Number of the section, from 1.',
    maxLength: 4,
    pattern: '^[0-9]{1,4}$',
    example: '1'
  })
  @ApiRequestBody(EditSectionDto, 'The changed text.')
  @ApiSuccess(200, { description: 'The book.', type: BookDto })
  @ApiErrors(...editBookErrors)
  @Patch('sections/:number')
  @Scopes('stories')
  @RateLimit('read')
  editSection(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() edit: EditSectionDto,
    @RequestSignal() signal: AbortSignal
  ): Promise<BookDto> {
    return this.books.editSection(principal, id, { number, edit }, signal)
  }
}
