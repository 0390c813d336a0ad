import { createHash, randomUUID } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import type { Owner, Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { AppError } from '#core/errors/app-error.js'
import type { Claim } from '#modules/idempotency/claim.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import { IdempotencyService } from '#modules/idempotency/idempotency.service.js'
import { requestHash } from '#modules/stories/domain/request-hash.js'
import { BatchesRepository } from './batches.repository.js'
import { callerOf, type NewJob } from './job.js'
import { jobsConfig } from './jobs.config.js'
import { JobsRepository } from './jobs.repository.js'
import { JobQueue, storyQueue } from './queue/job-queue.service.js'

export interface NewJobs {
  readonly principal: Principal
  readonly jobs: readonly NewJob[]
  /** Whether they belong to a batch, also a batch of one. */
  readonly isBatch: boolean
  readonly bypassCache: boolean
  readonly idempotencyKey: LookedUpKey | undefined
}

/** The id of a job or batch, and whether an earlier request with the same Idempotency-Key created it. */
export interface Created {
  readonly id: string
  readonly replayed: boolean
}

const retryAfterSeconds = 60

/** Creates jobs: their records, their places in the queue and the outcome of the Idempotency-Key commit together. */
@Injectable()
export class CreateJobsService {
  constructor(
    private readonly database: Database,
    private readonly repository: JobsRepository,
    private readonly batches: BatchesRepository,
    private readonly queue: JobQueue,
    private readonly idempotency: IdempotencyService,
    @Inject(jobsConfig.KEY) private readonly settings: ConfigType<typeof jobsConfig>
  ) {}

  /** @throws AppError RATE_LIMIT_EXCEEDED if too many jobs of the owner wait */
  async execute(order: NewJobs): Promise<Created> {
    const { idempotencyKey: key } = order
    const claimed = key && (await this.idempotency.claim(key, fingerprintOf(order)))
    if (claimed !== undefined && 'storyId' in claimed)
      return { id: claimed.storyId, replayed: true }
    try {
      const id = await this.database.transaction(transaction =>
        this.create(transaction, order, claimed?.claim)
      )
      this.queue.wake(storyQueue)
      return { id, replayed: false }
    } finally {
      if (claimed !== undefined) await this.idempotency.giveBack(claimed.claim)
    }
  }

  private async create(
    transaction: DatabaseTransaction,
    { principal, jobs, isBatch, bypassCache }: NewJobs,
    claim: Claim | undefined
  ): Promise<string> {
    const caller = callerOf(principal)
    const { owner } = caller
    await this.refuseTooMany(transaction, owner, jobs.length)
    const context = currentContext()
    const batchId = isBatch ? randomUUID() : null
    if (batchId !== null) {
      await this.batches.insert(transaction, { id: batchId, owner, size: jobs.length })
    }
    const identified = jobs.map(job => ({ ...job, id: randomUUID() }))
    const turns = await this.repository.insert(transaction, identified, {
      kind: 'story',
      caller,
      batchId,
      bypassCache,
      requestId: context?.requestId ?? '',
      correlationId: context?.correlationId ?? ''
    })
    const times = new Map<string, Date | undefined>(
      identified.map(({ id, startAfter }) => [id, startAfter])
    )
    const entries = turns.map(({ id, position }) => ({ id, position, startAfter: times.get(id) }))
    await this.queue.send(transaction, owner, entries)
    const created = batchId ?? identified[0]?.id ?? ''
    const completed = claim?.complete()
    if (completed !== undefined) await this.repository.completeKey(transaction, completed, created)
    return created
  }

  /** @throws AppError RATE_LIMIT_EXCEEDED if too many jobs of the owner would wait */
  async refuseTooMany(transaction: DatabaseTransaction, owner: Owner, more: number): Promise<void> {
    const { JOBS_MAX_WAITING: limit } = this.settings
    const waiting = await this.repository.countWaiting(transaction, owner, limit)
    if (waiting + more <= limit) return
    throw new AppError('RATE_LIMIT_EXCEEDED', {
      message: `Too many waiting jobs: at most ${limit} are allowed, and ${waiting} wait; try again later`,
      retryAfterSeconds
    })
  }
}

function fingerprintOf({ jobs, isBatch }: NewJobs): string {
  const parts = jobs.map(({ request, priority, startAfter, deadline, callbackUrl }) => [
    requestHash(request),
    priority,
    startAfter,
    deadline,
    callbackUrl
  ])
  return createHash('sha256')
    .update(JSON.stringify([isBatch, parts]))
    .digest('hex')
}
