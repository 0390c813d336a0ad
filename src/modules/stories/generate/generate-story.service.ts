import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Settings } from '../../../core/config/settings.js'
import { withDeadline } from '../../../core/context/deadline.js'
import { BillingService } from '../../billing/billing.service.js'
import { AiError } from '../../llm/ai-error.js'
import { LanguageModel, type ChatMessage, type CompletionCall } from '../../llm/language-model.js'
import { readDraft } from './draft.js'
import { GenerationReport } from './generation-report.js'
import { betterOf, passes, review, shortcomings, type ReviewedDraft } from './review.js'
import { revisionPrompt, storyPrompt, storySchema } from './story-prompt.js'
import type { StoryRequest } from './story-request.js'
import type { Story } from './story.js'
import { tokenLimit } from './token-limit.js'

/** A draft and the model that wrote it. */
type Written = ReviewedDraft & { readonly model: string }

/** The use case behind every generating route: write, check, mend once if needed, tell the truth. */
@Injectable()
export class GenerateStory {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly billing: BillingService,
    private readonly report: GenerationReport,
    private readonly settings: Settings
  ) {}

  /**
   * @param callerSignal aborted when the caller hangs up; the promise then rejects with its reason
   * @throws AiError when the language model gave no story
   */
  async execute(request: StoryRequest, callerSignal: AbortSignal): Promise<Story> {
    const deadlineMs = this.settings.GENERATION_DEADLINE * 1000
    return withDeadline(deadlineMs, callerSignal, async signal => {
      const bill = this.billing.open()
      const call = { signal, onAttempt: bill.onAttempt }
      const first = await this.write(request, storyPrompt(request), call)
      const best = first && passes(first) ? first : await this.mend(request, first, call)
      const story = { id: randomUUID(), ...best, cached: false, bill: bill.total() }
      this.report.generated(story, first, best)
      return story
    })
  }

  /** Undefined when the answer held no story. */
  private async write(
    request: StoryRequest,
    messages: readonly ChatMessage[],
    call: CompletionCall
  ): Promise<Written | undefined> {
    const completion = await this.languageModel.complete(
      { messages, output: storySchema, maxTokens: tokenLimit(request) },
      call
    )
    const draft = readDraft(completion.text)
    return draft && { ...review(draft, request), model: completion.model }
  }

  /** The one bounded repair: revise what is there, or ask again where nothing is. */
  private async mend(
    request: StoryRequest,
    first: Written | undefined,
    call: CompletionCall
  ): Promise<Written> {
    if (first === undefined) {
      const second = await this.write(request, storyPrompt(request), call)
      if (second === undefined)
        throw new AiError('AI_SERVICE_ERROR', { reason: 'no_story_in_answer' })
      return second
    }
    try {
      const messages = revisionPrompt(request, first, shortcomings(first))
      const second = await this.write(request, messages, call)
      return second ? betterOf(first, second, request) : first
    } catch (error) {
      // A story already paid for is delivered; what it lacks is said.
      if (error instanceof AiError) return first
      throw error
    }
  }
}
