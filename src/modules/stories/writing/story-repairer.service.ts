import { Injectable } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { Traced } from '#core/tracing/traced.js'
import { AiError } from '#modules/llm/ai-error.js'
import { LanguageModel, type CompletionCall } from '#modules/llm/language-model.js'
import { ContinuationJoin } from './text/continuation-join.js'
import { betterOf, review, shortcomings } from './review.js'
import { continuationPrompt, revisionPrompt, storyPrompt } from './story-prompt.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { summaryOf } from './text/summary.js'
import { writeDraft, type WrittenDraft } from './write-draft.js'

/** Repairs a draft with one further call. The result is never worse than the draft. */
@Injectable()
export class StoryRepairer {
  constructor(private readonly languageModel: LanguageModel) {}

  /** @throws AiError if there is still no complete story */
  @Traced('repair')
  async repair(
    request: StoryRequest,
    first: WrittenDraft | undefined,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    if (first === undefined) return this.retry(request, call)
    if (first.cut) return this.continue(request, first, call)
    try {
      return await this.revise(request, first, call)
    } catch (error) {
      // The first draft is paid for and complete: it is delivered with its missing keywords named.
      if (isRepairFailure(error)) return first
      throw error
    }
  }

  private async retry(request: StoryRequest, call: CompletionCall): Promise<WrittenDraft> {
    const second = await writeDraft(this.languageModel, request, storyPrompt(request), call)
    if (second === undefined) throw new AiError('no_story_in_answer')
    return requireComplete(second)
  }

  private async revise(
    request: StoryRequest,
    first: WrittenDraft,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const messages = revisionPrompt(request, first, shortcomings(first))
    const second = await writeDraft(this.languageModel, request, messages, call)
    return second && !second.cut ? betterOf(first, second, request) : first
  }

  /** Continues a truncated story instead of paying for it again. */
  private async continue(
    request: StoryRequest,
    first: WrittenDraft,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const shortfall = { missingKeywords: first.keywordsMissing, wordCount: first.wordCount }
    const rest = await writeDraft(
      this.languageModel,
      request,
      continuationPrompt(request, first, shortfall),
      call
    )
    if (rest === undefined) throw new AiError('truncated_for_good')
    const join = new ContinuationJoin({ ...first, isTailDelivered: false })
    const content = first.content + join.push(rest.content) + join.end()
    if (join.isUseless) throw new AiError('truncated_for_good')
    const whole = {
      title: first.title,
      content,
      summary: summaryOf(content, request.language),
      tags: rest.tags,
      cut: rest.cut,
      tail: rest.tail
    }
    // Scores of two parts are none of the whole.
    return requireComplete({ ...first, ...review(whole, request), moderation: undefined })
  }
}

/** Whether the repair failed for a reason that leaves the first draft deliverable. */
export function isRepairFailure(error: unknown): boolean {
  return error instanceof AiError || (error instanceof AppError && refusals.has(error.code))
}

/** The budget is used up, or the ledger cannot be written. */
const refusals: ReadonlySet<ErrorCode> = new Set(['BUDGET_EXCEEDED', 'SERVICE_UNAVAILABLE'])

function requireComplete(draft: WrittenDraft): WrittenDraft {
  if (draft.cut) throw new AiError('truncated_for_good')
  return draft
}
