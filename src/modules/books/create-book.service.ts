import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import { Database } from '#core/database/database.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import { IdempotencyService } from '#modules/idempotency/idempotency.service.js'
import { CreateJobsService, type Created } from '#modules/jobs/create-jobs.service.js'
import { callerOf } from '#modules/jobs/job.js'
import { JobsRepository } from '#modules/jobs/jobs.repository.js'
import { requestHash } from '#modules/stories/domain/request-hash.js'
import { BooksRepository } from './books.repository.js'
import type { BookRequest } from './domain/book.js'
import { BookSteps } from './run/book-steps.service.js'

interface BookOrder {
  readonly principal: Principal
  readonly request: BookRequest
  readonly idempotencyKey: LookedUpKey | undefined
}

/** Creates books: the book, its first job and the outcome of the Idempotency-Key commit together. */
@Injectable()
export class CreateBookService {
  constructor(
    private readonly database: Database,
    private readonly books: BooksRepository,
    private readonly steps: BookSteps,
    private readonly idempotency: IdempotencyService,
    private readonly creation: CreateJobsService,
    private readonly jobs: JobsRepository
  ) {}

  /** @throws AppError RATE_LIMIT_EXCEEDED if too many jobs of the owner wait */
  async execute({ principal, request, idempotencyKey: key }: BookOrder): Promise<Created> {
    const claimed = key && (await this.idempotency.claim(key, requestHash(request)))
    if (claimed !== undefined && 'storyId' in claimed)
      return { id: claimed.storyId, replayed: true }
    const id = randomUUID()
    const caller = callerOf(principal)
    const context = currentContext()
    const book = {
      id,
      owner: caller.owner,
      caller,
      request,
      requestId: context?.requestId ?? '',
      correlationId: context?.correlationId ?? ''
    }
    try {
      await this.database.transaction(async transaction => {
        await this.creation.refuseTooMany(transaction, caller.owner, 1)
        await this.books.insert(transaction, book)
        await this.steps.next(transaction, book)
        const completed = claimed?.claim.complete()
        if (completed !== undefined) await this.jobs.completeKey(transaction, completed, id)
      })
      this.steps.wake()
      return { id, replayed: false }
    } finally {
      if (claimed !== undefined) await this.idempotency.giveBack(claimed.claim)
    }
  }
}
