import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { Database } from '#core/database/database.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import type {
  GenerationCommand,
  GenerationResult
} from '#modules/stories/generate/generation-command.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import { InstructionMemory } from '#modules/stories/memory/instruction-memory.service.js'
import { revisionRequest, type RevisionChange } from './revision-request.js'
import { RevisionMetrics } from './revision-metrics.js'

const readWithinMs = 1500

/** A change of a story, and who wants it. */
export interface RevisionInput {
  readonly principal: Principal
  readonly storyId: string
  readonly change: RevisionChange
  readonly route: GenerationCommand['route']
  readonly idempotencyKey: LookedUpKey | undefined
}

/** Undefined if the failure has been sent as the last event of a stream. */
type Generate = (command: GenerationCommand) => Promise<GenerationResult | undefined>

/** Revises a stored story: reads it, and generates its revision by the ordinary use case. */
@Injectable()
export class ReviseStoryService {
  constructor(
    private readonly stories: StoryRepository,
    private readonly database: Database,
    private readonly memory: InstructionMemory,
    private readonly metrics: RevisionMetrics
  ) {}

  /**
   * @param generate the use case, or the stream of it
   * @throws NoSuchStory; ValidationFailed if the change does not fit the story; what `generate` throws
   */
  async execute(input: RevisionInput, generate: Generate): Promise<GenerationResult | undefined> {
    const { principal, storyId, change, route, idempotencyKey } = input
    const { owner } = principal
    const [parent, earlier] = await Promise.all([
      this.database.withTimeout(readWithinMs, () => this.stories.find(owner, storyId)),
      change.kind === 'instruction' ? this.memory.of(owner, storyId) : []
    ])
    if (parent === undefined) throw new NoSuchStory()
    const request = revisionRequest(parent, change, earlier)
    // Each revision is new: a reader who asks twice wants another one.
    const command = { request, principal, route, idempotencyKey, lookup: undefined }
    const result = await this.metrics.observe(change.kind, generate(command))
    const { instruction } = change
    if (instruction !== undefined && result?.replayed === false) {
      await this.memory.append(owner, parent.id, result.story.id, instruction)
    }
    return result
  }
}
