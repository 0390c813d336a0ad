import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  UseInterceptors
} from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRequestHeaders } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiEmptySuccess, ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { idempotencyKeyHeader } from '#modules/idempotency/idempotency-key-header.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import { IdempotencyKeyParam, Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { CreatedInterceptor, type CreatedResource } from '#modules/jobs/http/created.interceptor.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { storyIdParam } from '#modules/stories/http/dto/story-fields.js'
import { bookErrors, createBookErrors, stepErrors } from './book-errors.js'
import { BooksHttpService } from './books-http.service.js'
import { BookDto } from './dto/book.dto.js'
import { CreateBookDto } from './dto/create-book.dto.js'

export const bookIdParam = { ...storyIdParam, description: 'Book id (UUID).' }

/** Long stories, which are planned and written section by section. */
@Controller({ path: 'books', version: '1' })
export class BooksController {
  constructor(private readonly books: BooksHttpService) {}

  @ApiRoute({
    id: 'createBook',
    tag: 'books',
    summary: 'Create a book',
    description:
      'A story of 2,000 to 20,000 words. A job plans it, and one job for each section writes it, also if this instance stops.'
  })
  @ApiRequestHeaders({ IdempotencyKey: idempotencyKeyHeader })
  @ApiRequestBody(CreateBookDto, 'The requested book.')
  @ApiSuccess(202, {
    description: 'The book; `Location` is its address.',
    type: BookDto,
    headers: ['Location', 'Idempotency-Replayed']
  })
  @ApiErrors(...createBookErrors)
  @Post()
  @HttpCode(202)
  @Scopes('stories')
  @RateLimit('generation')
  @Idempotent('books')
  @UseInterceptors(new CreatedInterceptor<BookDto>())
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: CreateBookDto,
    @IdempotencyKeyParam() idempotencyKey: LookedUpKey | undefined
  ): Promise<CreatedResource<BookDto>> {
    return this.books.create(principal, body.toStoryRequest(), idempotencyKey)
  }

  @ApiRoute({
    id: 'readBook',
    tag: 'books',
    summary: 'Get a book',
    description:
      'With the sections that are written. Returns 404 if the book does not exist or belongs to another owner. With the scope `admin`, those of all owners are found.'
  })
  @ApiPathParam('id', bookIdParam)
  @ApiSuccess(200, { description: 'The book.', type: BookDto })
  @ApiErrors(...bookErrors)
  @Get(':id')
  @Scopes('stories')
  @RateLimit('read')
  read(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<BookDto> {
    return this.books.read(principal, id)
  }

  @ApiRoute({
    id: 'pauseBook',
    tag: 'books',
    summary: 'Pause a book',
    description: 'The section that is being written is completed, and no other begins.'
  })
  @ApiPathParam('id', bookIdParam)
  @ApiSuccess(200, { description: 'The book.', type: BookDto })
  @ApiErrors(...stepErrors)
  @Post(':id/pause')
  @HttpCode(200)
  @Scopes('stories')
  @RateLimit('read')
  pause(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<BookDto> {
    return this.books.pause(principal, id)
  }

  @ApiRoute({
    id: 'resumeBook',
    tag: 'books',
    summary: 'Resume a book',
    description:
      'Continues a book that is paused, failed or cancelled, with outline, codex and sections as they are now.'
  })
  @ApiPathParam('id', bookIdParam)
  @ApiSuccess(200, { description: 'The book.', type: BookDto })
  @ApiErrors(...stepErrors)
  @Post(':id/resume')
  @HttpCode(200)
  @Scopes('stories')
  @RateLimit('generation')
  resume(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<BookDto> {
    return this.books.resume(principal, id)
  }

  @ApiRoute({
    id: 'deleteBook',
    tag: 'books',
    summary: 'Delete a book',
    description:
      'Deletes the book permanently, with its sections and the stories that they were generated as. The section that is being written is aborted; what was written of it is charged.'
  })
  @ApiPathParam('id', bookIdParam)
  @ApiEmptySuccess(204, 'Deleted.')
  @ApiErrors(...bookErrors)
  @Delete(':id')
  @HttpCode(204)
  @Scopes('stories')
  @RateLimit('read')
  delete(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<void> {
    return this.books.delete(principal, id)
  }
}
