import { Injectable } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { Traced } from '#core/tracing/traced.js'
import { AiError } from '#modules/llm/ai-error.js'
import { LanguageModel, type CompletionCall } from '#modules/llm/language-model.js'
import { repeatedPassage } from '#modules/stories/checks/repetition.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { complete, isOverBudget } from '#modules/stories/writing/ended-draft.js'
import {
  betterOf,
  hasNoBeginning,
  requireComplete,
  review,
  shortcomings
} from '#modules/stories/writing/review.js'
import { secondPrompt } from '#modules/stories/writing/revisions/revision-prompts.js'
import { ContinuationJoin } from '#modules/stories/writing/text/continuation-join.js'
import { lastSentenceEnd } from '#modules/stories/writing/text/sentence-end.js'
import { summaryOf } from '#modules/stories/writing/text/summary.js'
import { editTokenLimit } from '#modules/stories/writing/token-limit.js'
import { readDraft, writeDraft, type WrittenDraft } from '#modules/stories/writing/write-draft.js'
import { applyEdits } from './repair/apply-edits.js'
import { readEdits } from './repair/edits.js'
import { continuationPrompt, editingPrompt, editsSchema } from './repair-prompts.js'

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
    if (first === undefined || hasNoBeginning(first)) return this.retry(request, call)
    if (first.cut && first.checks.language.passed) {
      return this.continue(request, first, call).catch(error => {
        if (isOverBudget(error)) return complete(first)
        throw error
      })
    }
    try {
      return betterOf(first, await this.second(request, first, call))
    } catch (error) {
      // The first draft is paid for and complete: it is delivered, and the response names what is wrong.
      if (isRepairFailure(error)) return requireComplete(first)
      throw error
    }
  }

  /** What the most serious fault of a draft needs: a new story, the rest of it, or edits. */
  private second(
    request: StoryRequest,
    first: WrittenDraft,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    if (!first.checks.language.passed) return this.retry(request, call)
    const isUnfinished = first.length === 'short' || !first.checks.ending.sentenceEnds
    return isUnfinished ? this.continue(request, first, call) : this.edit(request, first, call)
  }

  private async retry(request: StoryRequest, call: CompletionCall): Promise<WrittenDraft> {
    const second = await writeDraft(this.languageModel, request, secondPrompt(request), call)
    if (second === undefined) throw new AiError('no_story_in_answer')
    return requireComplete(second)
  }

  /** Changes passages of a complete story, which costs less than writing it again. */
  private async edit(
    request: StoryRequest,
    first: WrittenDraft,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const problems = shortcomings(first)
    const messages = editingPrompt(request, first, problems)
    const completion = await this.languageModel.complete(
      { messages, output: editsSchema, maxTokens: editTokenLimit(request) },
      call
    )
    const edits = readEdits(completion.text)
    if (edits.length === 0) {
      // Some models write the whole story again all the same.
      const story = await readDraft(completion, request)
      return story === undefined ? first : requireComplete(story)
    }
    const content = applyEdits(first.content, edits, problems.repeated !== undefined)
    const edited = { ...first, content, repeated: repeatedPassage(content) }
    // The scores of the first text are not those of the edited one.
    return { ...first, ...review(edited, request), moderation: undefined }
  }

  /** Continues a story that was cut off or is too short, instead of paying for it again. */
  private async continue(
    request: StoryRequest,
    first: WrittenDraft,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const messages = continuationPrompt(request, first, shortcomings(first))
    const rest = await writeDraft(this.languageModel, request, messages, call)
    const before = first.cut ? first : splitAtEnd(first)
    const join = new ContinuationJoin({ ...before, isTailDelivered: false })
    const content = before.content + join.push(rest?.content ?? '') + join.end()
    if (rest === undefined || join.isUseless) return requireComplete(first)
    const whole = {
      title: first.title,
      content,
      summary: summaryOf(content, request.language),
      tags: rest.tags,
      forms: [...first.forms, ...rest.forms],
      cut: rest.cut,
      isLoop: rest.isLoop,
      tail: rest.tail,
      repeated: repeatedPassage(content)
    }
    // Scores of two parts are none of the whole.
    return requireComplete({ ...first, ...review(whole, request), moderation: undefined })
  }
}

/** A story that ends in mid-sentence is continued there. */
function splitAtEnd({ content, checks }: WrittenDraft): Pick<WrittenDraft, 'content' | 'tail'> {
  if (checks.ending.sentenceEnds) return { content, tail: '' }
  const end = lastSentenceEnd(content)
  return { content: content.slice(0, end), tail: content.slice(end) }
}

/** Whether the repair failed for a reason that leaves the first draft deliverable. */
export function isRepairFailure(error: unknown): boolean {
  return error instanceof AiError || (error instanceof AppError && refusals.has(error.code))
}

/** The budget is used up, or the ledger cannot be written. */
const refusals: ReadonlySet<ErrorCode> = new Set(['BUDGET_EXCEEDED', 'SERVICE_UNAVAILABLE'])
