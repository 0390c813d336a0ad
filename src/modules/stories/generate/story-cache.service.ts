import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { llmConfig } from '#modules/llm/llm.config.js'
import { Database } from '#core/database/database.js'
import { StoriesMetrics } from '#modules/stories/stories.metrics.js'
import { attributeNames } from '#core/tracing/attribute-names.js'
import { note, Traced } from '#core/tracing/traced.js'
import { ResultCache } from '#modules/cache/result-cache.js'
import { SingleFlight } from '#modules/cache/single-flight.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import { cacheKey } from '#modules/stories/domain/request-hash.js'
import type { CacheLookup, GenerationCommand } from './generation-command.js'
import { promptVersion } from '#modules/stories/writing/story-prompt.js'
import type { Story } from '#modules/stories/domain/story.js'

const readWithinMs = 1500

type Cacheable = Pick<GenerationCommand, 'principal' | 'request'>

/**
 * Returns one story for equal requests of the same owner. The cache holds ids only, so a deleted
 * story is not found in it.
 */
@Injectable()
export class StoryCache {
  private readonly flights = new SingleFlight<Story>()

  constructor(
    private readonly cache: ResultCache,
    private readonly stories: StoryRepository,
    private readonly database: Database,
    @Inject(llmConfig.KEY) private readonly settings: ConfigType<typeof llmConfig>,
    private readonly metrics: StoriesMetrics
  ) {}

  /** Begins the look-up of an equal request; undefined if the cache is off. */
  lookUp(command: Cacheable): CacheLookup | undefined {
    if (!this.cache.isOn) return undefined
    const key = this.keyOf(command)
    return { key, id: this.cache.find(key) }
  }

  /** The cached story of an equal request. */
  @Traced('cache lookup')
  async find({ lookup, principal }: GenerationCommand): Promise<Story | undefined> {
    if (lookup === undefined) {
      this.metrics.cacheRequests.inc({ result: 'bypass' })
      return undefined
    }
    const id = await lookup.id
    if (id === undefined) return undefined
    const story = await this.database.withTimeout(readWithinMs, () =>
      this.stories.find(principal.owner, id)
    )
    if (story !== undefined) this.recordSaving('hit', story)
    return story
  }

  /** Writes the story, or waits for the same story that is being written for an equal request. */
  async share(
    { lookup }: GenerationCommand,
    signal: AbortSignal,
    write: (signal: AbortSignal) => Promise<Story>
  ): Promise<{ readonly story: Story; readonly shared: boolean }> {
    if (lookup === undefined) return { story: await write(signal), shared: false }
    const { value: story, shared } = await this.flights.share(lookup.key, signal, write)
    if (shared) this.recordSaving('shared', story)
    else this.metrics.cacheRequests.inc({ result: 'miss' })
    return { story, shared }
  }

  /** Does not wait for the cache. A request that bypasses it leaves its newer story there. */
  remember(command: GenerationCommand, { id }: Story): void {
    // A revision is never looked up.
    if (!this.cache.isOn || command.request.revision !== undefined) return
    void this.cache.remember(command.lookup?.key ?? this.keyOf(command), id)
  }

  private keyOf({ principal, request }: Cacheable): string {
    const { OPENAI_MODEL: model } = this.settings
    return cacheKey(principal.owner, request, { model, promptVersion })
  }

  private recordSaving(result: 'hit' | 'shared', { charges }: Story): void {
    this.metrics.cacheRequests.inc({ result })
    note({ [attributeNames.cacheResult]: result })
    this.metrics.cacheSaved.inc(charges.costUsd)
  }
}
