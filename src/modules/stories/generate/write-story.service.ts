import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Settings } from '../../../core/config/settings.js'
import { withDeadline } from '../../../core/context/deadline.js'
import { BillingService } from '../../billing/billing.service.js'
import type { OpenBill } from '../../billing/open-bill.js'
import type { Claim } from '../../idempotency/claim.js'
import { DraftWriter, type WrittenDraft } from './draft-writer.service.js'
import { GenerationReport } from './generation-report.js'
import { RepairStory } from './repair-story.service.js'
import { passes } from './review.js'
import { StorySafety } from './safety/story-safety.service.js'
import { StoryKeeper } from './story-keeper.service.js'
import type { StoryOrder } from './story-order.js'
import { storyPrompt } from './story-prompt.js'
import { StorySharing } from './story-sharing.service.js'
import { storyTags } from '../story-tags.js'
import type { Story } from './story.js'

/** A new story: reserve, write, check, mend once if needed, tell the truth, keep and settle. */
@Injectable()
export class WriteStory {
  constructor(
    private readonly writer: DraftWriter,
    private readonly repair: RepairStory,
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
        const first = await this.writer.write(request, storyPrompt(request), call)
        if (first) this.safety.refuseLeak(first)
        const best =
          first && passes(first) ? first : await this.repair.execute(request, first, call)
        if (best !== first) this.safety.refuseLeak(best)
        await this.safety.clearStory(best, request, signal)
        const story = toStory(order, best, bill)
        await this.keeper.keep(story, order, bill, claim)
        if (passes(best)) await this.sharing.remember(order, story)
        this.report.generated(story, first, best)
        return story
      })
    } catch (error) {
      await this.keeper.settleFailure(error, { bill, claim, left: wanted.aborted })
      throw error
    } finally {
      bill.close()
    }
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
