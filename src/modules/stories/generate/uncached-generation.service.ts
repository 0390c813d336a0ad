import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Settings } from '#core/config/settings.js'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { withDeadline } from '#core/context/deadline.js'
import { BillingService } from '#modules/billing/billing.service.js'
import type { GenerationCharges } from '#modules/billing/generation-charges.js'
import type { Claim } from '#modules/idempotency/claim.js'
import type { CompletionCall } from '#modules/llm/language-model.js'
import type { AuthoredStory } from '#modules/stories/writing/authored-story.js'
import { BufferedStoryWriter } from '#modules/stories/writing/buffered-story-writer.service.js'
import type { WrittenDraft } from '#modules/stories/writing/draft-generator.service.js'
import { GenerationReport } from './generation-report.js'
import { passes } from '#modules/stories/writing/review.js'
import { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { StoryPersistence } from './story-persistence.service.js'
import type { GenerationCommand } from './generation-command.js'
import { StoryCache } from './story-cache.service.js'
import { storyTags } from '#modules/stories/domain/story-tags.js'
import type { Story } from '#modules/stories/domain/story.js'
import { StreamingStoryWriter } from '#modules/stories/writing/streaming/streaming-story-writer.service.js'

/** A new story: reserve, write, check, mend once if needed, tell the truth, keep and settle. */
@Injectable()
export class UncachedGenerationService {
  constructor(
    private readonly bufferedWriter: BufferedStoryWriter,
    private readonly streamingWriter: StreamingStoryWriter,
    private readonly safety: StorySafetyService,
    private readonly billing: BillingService,
    private readonly persistence: StoryPersistence,
    private readonly storyCache: StoryCache,
    private readonly report: GenerationReport,
    private readonly settings: Settings
  ) {}

  /** @throws AppError when there is no story to deliver; nothing stays reserved */
  async execute(
    command: GenerationCommand,
    claim: Claim | undefined,
    wanted: AbortSignal
  ): Promise<Story> {
    const charges = this.billing.open(randomUUID(), command.principal)
    const deadlineMs = this.settings.GENERATION_DEADLINE * 1000
    try {
      return await withDeadline(deadlineMs, wanted, async (signal, deadlineAtMs) => {
        const { request } = command
        await this.safety.moderateRequest(request, signal)
        // Each attempt is reserved and entered before it is made.
        const call = { signal, deadlineAtMs, onAttempt: charges.onAttempt }
        const { first, best } = await this.author(command, call, charges.generationId)
        const story = toStory(command, best, charges)
        await this.persistence.persist(story, command, charges, claim)
        if (passes(best)) await this.storyCache.remember(command, story)
        this.report.generated(story, first, best)
        return story
      })
    } catch (error) {
      await this.persistence.settleFailure(error, {
        charges,
        claim,
        clientClosed: wanted.reason instanceof ClientDisconnected
      })
      throw error
    } finally {
      charges.close()
    }
  }

  private author(
    { request, listener }: GenerationCommand,
    call: CompletionCall,
    storyId: string
  ): Promise<AuthoredStory> {
    if (listener === undefined) return this.bufferedWriter.write(request, call)
    return this.streamingWriter.write(request, call, { storyId, listener })
  }
}

function toStory(
  { request }: GenerationCommand,
  draft: WrittenDraft,
  charges: GenerationCharges
): Story {
  const { language, audience, genre, tone, keywords } = request
  const { title, content, summary, keywordsUsed, keywordsMissing, wordCount, model } = draft
  return {
    id: charges.generationId,
    title,
    content,
    summary,
    tags: storyTags(keywordsUsed, draft.tags),
    language,
    audience,
    genre,
    tone,
    keywords,
    keywordsUsed,
    keywordsMissing,
    wordCount,
    model,
    cached: false,
    charges: charges.total(),
    createdAt: new Date()
  }
}
