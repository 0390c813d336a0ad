import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { Database } from '#core/database/database.js'
import { AppError } from '#core/errors/app-error.js'
import { Traced } from '#core/tracing/traced.js'
import type { Claim } from '#modules/idempotency/claim.js'
import { IdempotencyService, type Claimed } from '#modules/idempotency/idempotency.service.js'
import { requestHash } from '#modules/stories/domain/request-hash.js'
import type { Story } from '#modules/stories/domain/story.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import type { GenerationCommand, GenerationResult } from './generation-command.js'

const readWithinMs = 1500

/** Replays the stored story of a known Idempotency-Key. */
@Injectable()
export class IdempotentReplay {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly stories: StoryRepository,
    private readonly database: Database
  ) {}

  /**
   * @param run generates a story; it gets the claim of a new key, and nothing without a key
   * @throws AppError NOT_FOUND if the story of the key has been deleted
   */
  async replayOrRun(
    command: GenerationCommand,
    run: (claim: Claim | undefined) => Promise<Story>
  ): Promise<GenerationResult> {
    const claimed = await this.claim(command)
    if (claimed !== undefined && 'storyId' in claimed) {
      const story = await this.storedStory(command.principal.owner, claimed.storyId)
      return { story, replayed: true }
    }
    try {
      return { story: await run(claimed?.claim), replayed: false }
    } finally {
      if (claimed !== undefined) await this.idempotency.giveBack(claimed.claim)
    }
  }

  private async claim(command: GenerationCommand): Promise<Claimed | undefined> {
    const { idempotencyKey: key, request } = command
    return key && this.idempotency.claim(key, requestHash(request))
  }

  @Traced('replay')
  private async storedStory(owner: Owner, storyId: string): Promise<Story> {
    const story = await this.database.withTimeout(readWithinMs, () =>
      this.stories.find(owner, storyId)
    )
    if (story !== undefined) return story
    throw new AppError('NOT_FOUND', {
      message: 'The story of this Idempotency-Key has been deleted',
      replayed: true
    })
  }
}
