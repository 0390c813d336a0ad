import { Injectable } from '@nestjs/common'
import { Idempotency, type Claimed } from '#modules/idempotency/idempotency.service.js'
import type { Claim } from '#modules/idempotency/claim.js'
import { GenerationMetrics } from './generation-metrics.js'
import { requestHash } from '#modules/stories/domain/order-hash.js'
import { StoryKeeper } from './story-keeper.service.js'
import type { Delivery, StoryOrder } from './story-order.js'
import { StorySharing } from './story-sharing.service.js'
import type { Story } from '#modules/stories/domain/story.js'
import { WriteStory } from './write-story.service.js'

/**
 * The use case behind every generating route: a repeated request gets the answer of before, one that
 * was answered lately gets that story, and whoever is left gets a new one.
 */
@Injectable()
export class GenerateStory {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly sharing: StorySharing,
    private readonly writing: WriteStory,
    private readonly keeper: StoryKeeper,
    private readonly metrics: GenerationMetrics
  ) {}

  /**
   * @param callerSignal aborted when the caller hangs up; the promise then rejects with its reason
   * @throws AppError what the routes document
   */
  execute(order: StoryOrder, callerSignal: AbortSignal): Promise<Delivery> {
    return this.metrics.observe(order, callerSignal, () => this.deliver(order, callerSignal))
  }

  private async deliver(order: StoryOrder, callerSignal: AbortSignal): Promise<Delivery> {
    const claimed = await this.claim(order)
    if (claimed !== undefined && 'storyId' in claimed) {
      return { story: await this.keeper.replay(order, claimed.storyId), replayed: true }
    }
    try {
      const story = await this.findOrWrite(order, claimed?.claim, callerSignal)
      return { story, replayed: false }
    } finally {
      if (claimed !== undefined) await this.idempotency.giveBack(claimed.claim)
    }
  }

  private async claim(order: StoryOrder): Promise<Claimed | undefined> {
    const { idempotencyKey: key, route, request } = order
    if (key === undefined) return undefined
    const { owner } = order.caller
    return this.idempotency.claim({ owner, route, key }, requestHash(request))
  }

  private async findOrWrite(
    order: StoryOrder,
    claim: Claim | undefined,
    callerSignal: AbortSignal
  ): Promise<Story> {
    const known = await this.sharing.find(order)
    if (known !== undefined) return this.keeper.keepCopy(known, order, claim)
    const { story, shared } = await this.sharing.share(order, callerSignal, signal =>
      this.writing.execute(order, claim, signal)
    )
    return shared ? this.keeper.keepCopy(story, order, claim) : story
  }
}
