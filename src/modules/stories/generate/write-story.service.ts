import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Settings } from '#core/config/settings.js'
import { CallerLeft } from '#core/context/caller-left.js'
import { withDeadline } from '#core/context/deadline.js'
import { BillingService } from '#modules/billing/billing.service.js'
import type { OpenBill } from '#modules/billing/open-bill.js'
import type { Claim } from '#modules/idempotency/claim.js'
import type { CompletionCall } from '#modules/llm/language-model.js'
import type { AuthoredStory } from '#modules/stories/writing/authored-story.js'
import { ComposeStory } from '#modules/stories/writing/compose-story.service.js'
import type { WrittenDraft } from '#modules/stories/writing/draft-writer.service.js'
import { GenerationReport } from './generation-report.js'
import { passes } from '#modules/stories/writing/review.js'
import { StorySafety } from '#modules/stories/safety/story-safety.service.js'
import { StoryKeeper } from './story-keeper.service.js'
import type { StoryOrder } from './story-order.js'
import { StorySharing } from './story-sharing.service.js'
import { storyTags } from '#modules/stories/domain/story-tags.js'
import type { Story } from '#modules/stories/domain/story.js'
import { TellStory } from '#modules/stories/writing/streaming/tell-story.service.js'

/** A new story: reserve, write, check, mend once if needed, tell the truth, keep and settle. */
@Injectable()
export class WriteStory {
  constructor(
    private readonly composing: ComposeStory,
    private readonly telling: TellStory,
    private readonly safety: StorySafety,
    private readonly billing: BillingService,
    private readonly keeper: StoryKeeper,
    private readonly sharing: StorySharing,
    private readonly report: GenerationReport,
    private readonly settings: Settings
  ) {}

  /** @throws AppError when there is no story to deliver; nothing stays reserved */
  async execute(order: StoryOrder, claim: Claim | undefined, wanted: AbortSignal): Promise<Story> {
    const bill = this.billing.open(randomUUID(), order.caller)
    const deadlineMs = this.settings.GENERATION_DEADLINE * 1000
    try {
      return await withDeadline(deadlineMs, wanted, async (signal, deadlineAtMs) => {
        const { request } = order
        await this.safety.clearRequest(request, signal)
        // Each attempt is reserved and entered before it is made.
        const call = { signal, deadlineAtMs, onAttempt: bill.onAttempt }
        const { first, best } = await this.author(order, call, bill.generationId)
        const story = toStory(order, best, bill)
        await this.keeper.keep(story, order, bill, claim)
        if (passes(best)) await this.sharing.remember(order, story)
        this.report.generated(story, first, best)
        return story
      })
    } catch (error) {
      await this.keeper.settleFailure(error, {
        bill,
        claim,
        left: wanted.reason instanceof CallerLeft
      })
      throw error
    } finally {
      bill.close()
    }
  }

  private author(
    { request, listener }: StoryOrder,
    call: CompletionCall,
    storyId: string
  ): Promise<AuthoredStory> {
    if (listener === undefined) return this.composing.write(request, call)
    return this.telling.write(request, call, { storyId, listener })
  }
}

function toStory({ request }: StoryOrder, draft: WrittenDraft, bill: OpenBill): Story {
  const { language, audience, genre, tone, keywords } = request
  const { title, content, summary, keywordsUsed, keywordsMissing, wordCount, model } = draft
  return {
    id: bill.generationId,
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
    bill: bill.total(),
    createdAt: new Date()
  }
}
