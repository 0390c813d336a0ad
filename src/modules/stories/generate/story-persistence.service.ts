import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { AppError } from '#core/errors/app-error.js'
import { Traced } from '#core/tracing/traced.js'
import { zeroCost } from '#modules/billing/charge-totals.js'
import { WriteRetryQueue } from '#modules/billing/write-retry-queue.service.js'
import type { GenerationCharges, BillingOutcome } from '#modules/billing/generation-charges.js'
import type { Claim } from '#modules/idempotency/claim.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import { promptVersion } from '#modules/stories/writing/story-prompt.js'
import type { GenerationCommand } from './generation-command.js'
import type { Story } from '#modules/stories/domain/story.js'

const readWithinMs = 1500

interface FailedGeneration {
  readonly charges: GenerationCharges
  readonly claim: Claim | undefined
  /** Whether the client disconnected. */
  readonly clientClosed: boolean
}

/** Writes the result of a generation in one transaction: story, ledger, Idempotency-Key, audit event. */
@Injectable()
export class StoryPersistence {
  constructor(
    private readonly stories: StoryRepository,
    private readonly writes: WriteRetryQueue,
    private readonly audit: AuditLog,
    private readonly database: Database
  ) {}

  /** Persists a new story and settles its cost. While PostgreSQL is down the write is queued. */
  @Traced('store')
  async persist(
    story: Story,
    command: GenerationCommand,
    charges: GenerationCharges,
    claim: Claim | undefined
  ): Promise<void> {
    claim?.handOver()
    await this.writes.write(async transaction => {
      const isOurs = (await claim?.complete(transaction, story.id)) ?? true
      await this.store(transaction, story, command)
      // Last, because concurrent settlements lock the same rows. If another run has taken over the key,
      // its story is the one that is charged.
      await charges.settle(transaction, isOurs ? 'delivered' : 'failed')
    })
  }

  /** Persists a copy of a cached or shared story for this caller, at no cost. */
  @Traced('store')
  async persistCopy(
    before: Story,
    command: GenerationCommand,
    claim: Claim | undefined
  ): Promise<Story> {
    const story: Story = {
      ...before,
      id: randomUUID(),
      cached: true,
      charges: zeroCost,
      createdAt: new Date()
    }
    claim?.handOver()
    await this.writes.write(async transaction => {
      await claim?.complete(transaction, story.id)
      await this.store(transaction, story, command)
    })
    return story
  }

  /**
   * The story of a known Idempotency-Key.
   * @throws AppError NOT_FOUND if the story has been deleted
   */
  @Traced('replay')
  async replay({ principal }: GenerationCommand, storyId: string): Promise<Story> {
    const story = await this.database.withTimeout(readWithinMs, () =>
      this.stories.find(principal.owner, storyId)
    )
    if (story !== undefined) return story
    throw new AppError('NOT_FOUND', {
      message: 'The story of this Idempotency-Key has been deleted',
      replayed: true
    })
  }

  /** Settles a generation without a story. A rejected request is stored as the response to its key. */
  @Traced('settle')
  async settleFailure(
    error: unknown,
    { charges, claim, clientClosed }: FailedGeneration
  ): Promise<void> {
    const refusal = error instanceof AppError && error.status === 422 ? error : undefined
    const billingOutcome: BillingOutcome = refusal
      ? 'refused'
      : clientClosed
        ? 'client_closed'
        : 'failed'
    if (charges.isEmpty && !(refusal && claim)) return
    if (refusal) claim?.handOver()
    await charges.attemptsEnded()
    await this.writes.write(async transaction => {
      if (refusal) await claim?.completeWithError(transaction, refusal)
      await charges.settle(transaction, billingOutcome)
    })
  }

  private async store(
    transaction: DatabaseTransaction,
    story: Story,
    { principal, route }: GenerationCommand
  ): Promise<void> {
    const { owner } = principal
    const { id: target, model, cached } = story
    // A retried write may have been committed before: then neither story nor event is written again.
    await this.audit.appendWith(transaction, this.stories.insertion(owner, story, promptVersion), {
      action: 'story_generated',
      owner,
      target,
      details: { route, model, cached }
    })
  }
}
