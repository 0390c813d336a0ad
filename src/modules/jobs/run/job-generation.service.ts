import { setTimeout as wait } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import { StoreUnavailable } from '#core/database/store-error.js'
import {
  IdempotencyRepository,
  type KeyedRequest,
  type Taken
} from '#modules/idempotency/idempotency.repository.js'
import { GenerateStoryService } from '#modules/stories/generate/generate-story.service.js'
import { StoryCache } from '#modules/stories/generate/story-cache.service.js'
import { principalOf, type Job } from '../job.js'

/** A process that lost its connection and not its life writes its story within this time. */
const takeOverAfterMs = 1000
const readAgainAfterMs = 250

/**
 * Generates the story of a job by the use case of the routes. Each job is an Idempotency-Key, which is completed in
 * the transaction that stores and charges the story. So a run that follows a finished one gets its story, and of two
 * runs only the latest is charged to the owner.
 */
@Injectable()
export class JobGeneration {
  constructor(
    private readonly stories: GenerateStoryService,
    private readonly cache: StoryCache,
    private readonly keys: IdempotencyRepository
  ) {}

  /**
   * Resolves when the story is stored.
   * @returns the id of the story
   * @throws AppError as the routes do
   */
  async execute(job: Job, signal: AbortSignal): Promise<string> {
    const { owner, request, caller } = job
    const keyed = { owner, route: 'job', key: job.id }
    const principal = principalOf(caller)
    const found = job.attempt > 1 ? await this.takeOver(keyed, signal) : undefined
    const { story } = await this.stories.execute(
      {
        request,
        principal,
        route: 'job',
        idempotencyKey: { ...keyed, found },
        lookup: job.bypassCache ? undefined : this.cache.lookUp({ principal, request })
      },
      signal
    )
    await this.stored(keyed, signal)
    return story.id
  }

  /** Frees the key from the run before this one, which has lost the job, and returns its result if there is one. */
  private async takeOver(keyed: KeyedRequest, signal: AbortSignal): Promise<Taken | undefined> {
    const before = await this.keys.find(keyed)
    if (before?.state !== 'running') return before
    await wait(takeOverAfterMs, undefined, { signal })
    const now = await this.keys.find(keyed)
    if (now?.state !== 'running') return now
    await this.keys.release(keyed)
    return undefined
  }

  /** While PostgreSQL is down, the story is only in the memory of this process. */
  private async stored(keyed: KeyedRequest, signal: AbortSignal): Promise<void> {
    for (;;) {
      const taken = await this.find(keyed)
      if (taken === 'unknown' || taken?.state === 'running') {
        await wait(readAgainAfterMs, undefined, { signal })
      } else return
    }
  }

  private async find(keyed: KeyedRequest): Promise<Taken | 'unknown' | undefined> {
    try {
      return await this.keys.find(keyed)
    } catch (error) {
      if (error instanceof StoreUnavailable) return 'unknown'
      throw error
    }
  }
}
