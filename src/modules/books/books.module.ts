import { Module } from '@nestjs/common'
import { BillingModule } from '#modules/billing/billing.module.js'
import { IdempotencyModule } from '#modules/idempotency/idempotency.module.js'
import { JobsModule } from '#modules/jobs/jobs.module.js'
import { LlmModule } from '#modules/llm/llm.module.js'
import { StoriesModule } from '#modules/stories/stories.module.js'
import { BooksRepository } from './books.repository.js'
import { ChangeBookService } from './change-book.service.js'
import { CreateBookService } from './create-book.service.js'
import { DeleteBookService } from './delete-book.service.js'
import { BookEditsController } from './http/book-edits.controller.js'
import { BookEventsService } from './http/book-events.service.js'
import { BookTextController } from './http/book-text.controller.js'
import { CertifyBookService } from './http/certify-book.service.js'
import { BooksController } from './http/books.controller.js'
import { BooksHttpService } from './http/books-http.service.js'
import { PlanBookService } from './plan/plan-book.service.js'
import { BookRunner } from './run/book-runner.service.js'
import { BookSteps } from './run/book-steps.service.js'
import { WriteSectionService } from './run/write-section.service.js'

@Module({
  imports: [BillingModule, IdempotencyModule, JobsModule, LlmModule, StoriesModule],
  controllers: [BooksController, BookEditsController, BookTextController],
  providers: [
    BooksRepository,
    CreateBookService,
    ChangeBookService,
    DeleteBookService,
    PlanBookService,
    BookSteps,
    WriteSectionService,
    BookRunner,
    BooksHttpService,
    BookEventsService,
    CertifyBookService
  ]
})
export class BooksModule {}
