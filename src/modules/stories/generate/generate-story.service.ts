import { Injectable } from '@nestjs/common'
import { IdempotencyService, type Claimed } from '#modules/idempotency/idempotency.service.js'
import type { Claim } from '#modules/idempotency/claim.js'
import { GenerationMetrics } from './generation-metrics.js'
import { requestHash } from '#modules/stories/domain/request-hash.js'
import { StoryPersistence } from './story-persistence.service.js'
import type { GenerationResult, GenerationCommand } from './generation-command.js'
import { StoryCache } from './story-cache.service.js'
import type { Story } from '#modules/stories/domain/story.js'
import { UncachedGenerationService } from './uncached-generation.service.js'

/**
 * The use case behind every generating route: a repeated request gets the answer of before, one that
 * was answered lately gets that story, and whoever is left gets a new one.
 */
@Injectable()
export class GenerateStoryService {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly storyCache: StoryCache,
    private readonly writing: UncachedGenerationService,
    private readonly persistence: StoryPersistence,
    private readonly metrics: GenerationMetrics
  ) {}

  /**
   * @param callerSignal aborted when the caller hangs up; the promise then rejects with its reason
   * @throws AppError what the routes document
   */
  execute(command: GenerationCommand, callerSignal: AbortSignal): Promise<GenerationResult> {
    return this.metrics.observe(command, callerSignal, () => this.deliver(command, callerSignal))
  }

  private async deliver(
    command: GenerationCommand,
    callerSignal: AbortSignal
  ): Promise<GenerationResult> {
    const claimed = await this.claim(command)
    if (claimed !== undefined && 'storyId' in claimed) {
      return { story: await this.persistence.replay(command, claimed.storyId), replayed: true }
    }
    try {
      const story = await this.findOrWrite(command, claimed?.claim, callerSignal)
      return { story, replayed: false }
    } finally {
      if (claimed !== undefined) await this.idempotency.giveBack(claimed.claim)
    }
  }

  private async claim(command: GenerationCommand): Promise<Claimed | undefined> {
    const { idempotencyKey: key, request } = command
    return key && this.idempotency.claim(key, requestHash(request))
  }

  private async findOrWrite(
    command: GenerationCommand,
    claim: Claim | undefined,
    callerSignal: AbortSignal
  ): Promise<Story> {
    const known = await this.storyCache.find(command)
    if (known !== undefined) return this.persistence.persistCopy(known, command, claim)
    const { story, shared } = await this.storyCache.share(command, callerSignal, signal =>
      this.writing.execute(command, claim, signal)
    )
    return shared ? this.persistence.persistCopy(story, command, claim) : story
  }
}
