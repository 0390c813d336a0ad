import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Settings } from '../../../core/config/settings.js'
import { withDeadline } from '../../../core/context/deadline.js'
import { BillingService } from '../../billing/billing.service.js'
import { DraftWriter } from './draft-writer.service.js'
import { GenerationReport } from './generation-report.js'
import { RepairStory } from './repair-story.service.js'
import { passes } from './review.js'
import { StorySafety } from './safety/story-safety.service.js'
import { storyPrompt } from './story-prompt.js'
import type { StoryRequest } from './story-request.js'
import type { Story } from './story.js'

/** The use case behind every generating route: write, check, mend once if needed, tell the truth. */
@Injectable()
export class GenerateStory {
  constructor(
    private readonly writer: DraftWriter,
    private readonly repair: RepairStory,
    private readonly safety: StorySafety,
    private readonly billing: BillingService,
    private readonly report: GenerationReport,
    private readonly settings: Settings
  ) {}

  /**
   * @param callerSignal aborted when the caller hangs up; the promise then rejects with its reason
   * @throws AiError when the language model gave no story
   * @throws ContentRejected when request or story must not pass
   */
  async execute(request: StoryRequest, callerSignal: AbortSignal): Promise<Story> {
    const deadlineMs = this.settings.GENERATION_DEADLINE * 1000
    return withDeadline(deadlineMs, callerSignal, async (signal, deadlineAtMs) => {
      await this.safety.clearRequest(request, signal)
      const bill = this.billing.open()
      const call = { signal, deadlineAtMs, onAttempt: bill.onAttempt }
      const first = await this.writer.write(request, storyPrompt(request), call)
      if (first) this.safety.refuseLeak(first)
      const best = first && passes(first) ? first : await this.repair.execute(request, first, call)
      if (best !== first) this.safety.refuseLeak(best)
      await this.safety.clearStory(best, request, signal)
      const story = { id: randomUUID(), ...best, cached: false, bill: bill.total() }
      this.report.generated(story, first, best)
      return story
    })
  }
}
