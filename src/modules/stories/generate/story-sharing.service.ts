import { Injectable } from '@nestjs/common'
import { Settings } from '#core/config/settings.js'
import { Database } from '#core/database/database.js'
import { InjectMetric, type Counter } from '#core/metrics/inject-metric.js'
import { attributeNames } from '#core/tracing/attribute-names.js'
import { note, Traced } from '#core/tracing/traced.js'
import { ResultCache } from '#modules/cache/result-cache.js'
import { SingleFlight } from '#modules/cache/single-flight.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import { cacheKey } from '#modules/stories/domain/order-hash.js'
import type { StoryOrder } from './story-order.js'
import { promptVersion } from '#modules/stories/writing/story-prompt.js'
import type { Story } from '#modules/stories/domain/story.js'

const readWithinMs = 1500

/**
 * One story for orders that are the same: of the same owner, for the same thing. The cache holds
 * ids only, so a deleted story is gone from it too.
 */
@Injectable()
export class StorySharing {
  private readonly flights = new SingleFlight<Story>()

  constructor(
    private readonly cache: ResultCache,
    private readonly stories: StoryRepository,
    private readonly database: Database,
    private readonly settings: Settings,
    @InjectMetric('jiraiya_cache_requests_total') private readonly requests: Counter,
    @InjectMetric('jiraiya_cache_saved_usd') private readonly saved: Counter
  ) {}

  /** A story that was written for such an order not long ago. */
  @Traced('cache lookup')
  async find(order: StoryOrder): Promise<Story | undefined> {
    if (this.isBypassed(order)) {
      this.requests.inc({ result: 'bypass' })
      return undefined
    }
    const id = await this.cache.find(this.keyOf(order))
    if (id === undefined) return undefined
    const story = await this.database.within(readWithinMs, () =>
      this.stories.find(order.caller.owner, id)
    )
    if (story !== undefined) this.spare('hit', story)
    return story
  }

  /** Writes it, or waits for one that is being written for such an order at this moment. */
  async share(
    order: StoryOrder,
    signal: AbortSignal,
    write: (signal: AbortSignal) => Promise<Story>
  ): Promise<{ readonly story: Story; readonly shared: boolean }> {
    if (this.isBypassed(order)) return { story: await write(signal), shared: false }
    const { value: story, shared } = await this.flights.share(this.keyOf(order), signal, write)
    if (shared) this.spare('shared', story)
    else this.requests.inc({ result: 'miss' })
    return { story, shared }
  }

  async remember(order: StoryOrder, { id }: Story): Promise<void> {
    if (this.cache.isOn) await this.cache.remember(this.keyOf(order), id)
  }

  /** With the cache off, and for a caller who wants another story, each order is its own. */
  private isBypassed({ fresh }: StoryOrder): boolean {
    return fresh || !this.cache.isOn
  }

  private keyOf({ caller, request }: StoryOrder): string {
    const { OPENAI_MODEL: model } = this.settings
    return cacheKey(caller.owner, request, { model, promptVersion })
  }

  private spare(result: 'hit' | 'shared', { bill }: Story): void {
    this.requests.inc({ result })
    note({ [attributeNames.cacheResult]: result })
    this.saved.inc(bill.costUsd)
  }
}
