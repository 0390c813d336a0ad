import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { BillingService } from '#modules/billing/billing.service.js'
import type { Claim } from '#modules/idempotency/claim.js'
import type { Story } from '#modules/stories/domain/story.js'
import { passes } from '#modules/stories/writing/review.js'
import type { GenerationCommand, GenerationResult } from './generation-command.js'
import { GenerationMetrics } from './generation-metrics.js'
import { IdempotentReplay } from './idempotent-replay.service.js'
import { newStory } from './new-story.js'
import { StoryCache } from './story-cache.service.js'
import { StoryPersistence } from './story-persistence.service.js'
import { StoryWriter } from './story-writer.service.js'

/**
 * The use case of every route that generates a story: replay an Idempotency-Key, else find the story
 * in the cache, else reserve budget, write and moderate a new story, persist it and settle its cost.
 */
@Injectable()
export class GenerateStoryService {
  constructor(
    private readonly idempotency: IdempotentReplay,
    private readonly cache: StoryCache,
    private readonly billing: BillingService,
    private readonly writer: StoryWriter,
    private readonly persistence: StoryPersistence,
    private readonly metrics: GenerationMetrics
  ) {}

  /**
   * @param signal aborts when the client disconnects; the promise then rejects with its reason
   * @throws AppError the errors that the routes document
   */
  execute(command: GenerationCommand, signal: AbortSignal): Promise<GenerationResult> {
    const result = this.idempotency.replayOrRun(command, claim =>
      this.findOrWrite(command, claim, signal)
    )
    return this.metrics.observe(result, command, signal)
  }

  private async findOrWrite(
    command: GenerationCommand,
    claim: Claim | undefined,
    signal: AbortSignal
  ): Promise<Story> {
    const cached = await this.cache.find(command)
    if (cached !== undefined) return this.persistence.persistCopy(cached, command, claim)
    const { story, shared } = await this.cache.share(command, signal, shareSignal =>
      this.write(command, claim, shareSignal)
    )
    return shared ? this.persistence.persistCopy(story, command, claim) : story
  }

  /** @throws AppError without a story to deliver; then nothing stays reserved */
  private async write(
    command: GenerationCommand,
    claim: Claim | undefined,
    signal: AbortSignal
  ): Promise<Story> {
    const { request, principal, listener } = command
    const storyId = randomUUID()
    const charges = this.billing.open(storyId, principal)
    try {
      const { onAttempt } = charges
      const written = await this.writer.write(request, {
        storyId,
        command,
        listener,
        signal,
        onAttempt
      })
      const story = newStory(request, written.best, charges)
      await this.persistence.persist(story, command, charges, claim)
      if (passes(written.best) && !story.budgetLimited) this.cache.remember(command, story)
      this.metrics.written(story, written)
      return story
    } catch (error) {
      const clientClosed = signal.reason instanceof ClientDisconnected
      await this.persistence.settleFailure(error, { charges, claim, clientClosed })
      throw error
    } finally {
      charges.close()
    }
  }
}
