import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { AppError } from '#core/errors/app-error.js'
import { Traced } from '#core/tracing/traced.js'
import { zeroCost } from '#modules/billing/charges/charge-totals.js'
import { LedgerWriter } from '#modules/billing/ledger-writer/ledger-writer.service.js'
import type { ChargesEnd, Settlement } from '#modules/billing/ledger-writer/settle-statement.js'
import { WriteRetryQueue, type Write } from '#modules/billing/write-retry-queue.service.js'
import type {
  GenerationCharges,
  BillingOutcome
} from '#modules/billing/charges/generation-charges.js'
import type { Claim } from '#modules/idempotency/claim.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import { UnwrittenStories } from '#modules/stories/library/unwritten-stories.js'
import { IndicatorQueue } from './indicator-queue.service.js'
import type { GenerationCommand } from './generation-command.js'
import type { Story } from '#modules/stories/domain/story.js'

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
    private readonly unwritten: UnwrittenStories,
    private readonly ledger: LedgerWriter,
    private readonly writes: WriteRetryQueue,
    private readonly audit: AuditLog,
    private readonly indicators: IndicatorQueue
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
    const settlement = this.settlementOf(story, command, claim, charges.end('delivered'))
    await this.writes.write(this.writeOf(settlement))
    this.indicators.add(command.principal.owner, story)
  }

  /**
   * Persists a copy of a cached or shared story for this caller, at no cost. It is written after the
   * response, or before it with an Idempotency-Key: a repeated request must find its story.
   */
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
    const settlement = this.settlementOf(story, command, claim)
    if (claim === undefined) {
      const write = (): Promise<void> => this.writes.writeUnattended(this.writeOf(settlement))
      this.unwritten.add(command.principal.owner, story.id, write)
    } else {
      claim.handOver()
      await this.writes.write(this.writeOf(settlement))
    }
    if (story.indicators === undefined) this.indicators.add(command.principal.owner, story)
    return story
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
    const settlement = {
      id: charges.generationId,
      charges: charges.end(billingOutcome),
      claim: refusal && claim?.complete(refusal)
    }
    await this.writes.write(this.writeOf(settlement))
  }

  private settlementOf(
    story: Story,
    { principal, route }: GenerationCommand,
    claim: Claim | undefined,
    charges?: ChargesEnd
  ): Settlement {
    const { owner } = principal
    const { id, model, cached } = story
    return {
      id,
      charges,
      claim: claim?.complete(),
      story: { ...this.stories.rowOf(owner, story) },
      audit: this.audit.rowOf({
        action: 'story_generated',
        owner,
        target: id,
        details: { route, model, cached }
      })
    }
  }

  /** A retried write may have been committed before; then nothing is stored or counted again. */
  private writeOf(settlement: Settlement): Write {
    return {
      run: async () => {
        const { isStored } = await this.ledger.settle(settlement)
        if (isStored) this.audit.count('story_generated')
      },
      dropped: () => this.ledger.abandon(settlement.id)
    }
  }
}
