import { Injectable } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-catalogue.js'
import { Traced } from '#core/tracing/traced.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { CompletionCall } from '#modules/llm/language-model.js'
import { DraftGenerator, type WrittenDraft } from './draft-generator.service.js'
import { betterOf, review, shortcomings } from './review.js'
import { continuationPrompt, revisionPrompt, storyPrompt } from './story-prompt.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { summaryOf } from './summary.js'

/** The one bounded repair: it keeps what was good, and never makes a story worse. */
@Injectable()
export class StoryRepairer {
  constructor(private readonly writer: DraftGenerator) {}

  /** @throws AiError when there is still no story */
  @Traced('repair')
  async execute(
    request: StoryRequest,
    first: WrittenDraft | undefined,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    if (first === undefined) return this.retry(request, call)
    if (first.cut) return this.continue(request, first, call)
    try {
      return await this.revise(request, first, call)
    } catch (error) {
      // A story already paid for is delivered; what it lacks is said.
      if (isRepairFailure(error)) return first
      throw error
    }
  }

  private async retry(request: StoryRequest, call: CompletionCall): Promise<WrittenDraft> {
    const second = await this.writer.write(request, storyPrompt(request), call)
    if (second === undefined) throw new AiError('no_story_in_answer')
    return requireComplete(second)
  }

  private async revise(
    request: StoryRequest,
    first: WrittenDraft,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const messages = revisionPrompt(request, first, shortcomings(first))
    const second = await this.writer.write(request, messages, call)
    return second && !second.cut ? betterOf(first, second, request) : first
  }

  /** A story that was cut off is continued, not paid for again. */
  private async continue(
    request: StoryRequest,
    first: WrittenDraft,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const lacking = { missingKeywords: first.keywordsMissing, wordCount: first.wordCount }
    const rest = await this.writer.write(request, continuationPrompt(request, first, lacking), call)
    if (rest === undefined) throw new AiError('truncated_for_good')
    const content = `${first.content}\n\n${rest.content}`
    const whole = {
      title: first.title,
      content,
      summary: summaryOf(content, request.language),
      tags: rest.tags,
      cut: rest.cut
    }
    return requireComplete({ ...first, ...review(whole, request) })
  }
}

/** The model gave none, the budget has no room for it, or nobody could enter it in the books. */
export function isRepairFailure(error: unknown): boolean {
  return error instanceof AiError || (error instanceof AppError && noRoom.has(error.code))
}

const noRoom: ReadonlySet<ErrorCode> = new Set(['BUDGET_EXCEEDED', 'SERVICE_UNAVAILABLE'])

/** A story without its end is not the story asked for. */
function requireComplete(draft: WrittenDraft): WrittenDraft {
  if (draft.cut) throw new AiError('truncated_for_good')
  return draft
}
