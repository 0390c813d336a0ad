import { Injectable } from '@nestjs/common'
import { Traced } from '#core/tracing/traced.js'
import { AiError } from '#modules/llm/ai-error.js'
import {
  LanguageModel,
  type ChatMessage,
  type Completion,
  type CompletionCall
} from '#modules/llm/language-model.js'
import { complete, endedDraft, isOverBudget } from '#modules/stories/writing/ended-draft.js'
import { continuationPrompt } from '#modules/stories/writing/repair-prompts.js'
import { isRepairFailure } from '#modules/stories/writing/story-repairer.service.js'
import {
  hasNoBeginning,
  requireComplete,
  review,
  shortcomings
} from '#modules/stories/writing/review.js'
import { allTexts, StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { firstPrompt, secondPrompt } from '#modules/stories/writing/revisions/revision-prompts.js'
import { storySchema } from '#modules/stories/writing/story-prompt.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { tokenLimit } from '#modules/stories/writing/token-limit.js'
import type { WrittenDraft } from '#modules/stories/writing/write-draft.js'
import type { WrittenStory } from '#modules/stories/writing/write-draft.js'
import { ModerationBuffer } from './moderation-buffer.js'
import { StoryStreamAssembler } from './story-stream-assembler.js'

export interface StreamTarget {
  readonly storyId: string
  readonly listener: StoryListener
}

/** Writes a story that is delivered while it is written. A repair only appends to it. */
@Injectable()
export class StreamingStoryWriter {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly safety: StorySafetyService
  ) {}

  /** @throws AiError without a story; ContentRejected if it must not be delivered */
  async write(
    request: StoryRequest,
    call: CompletionCall,
    { storyId, listener }: StreamTarget
  ): Promise<WrittenStory> {
    const moderated = new ModerationBuffer(this.safety, request, call.signal, listener)
    const assembler = new StoryStreamAssembler(storyId, listener, moderated, request)
    const first = await this.firstOf(assembler, request, call)
    const best = needsContinuation(first)
      ? await this.continue(assembler, first, request, call)
      : first
    requireComplete(best)
    // The whole text once more: repeated sentences of the system prompt may be far apart.
    this.safety.rejectLeak(allTexts(best))
    return { first, best, unmoderated: [best.summary, ...best.tags].join('\n') }
  }

  /**
   * Retries once after an answer without a story or in another language, as long as nothing has been
   * delivered.
   */
  private async firstOf(
    assembler: StoryStreamAssembler,
    request: StoryRequest,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const first = await this.streamAnswer(assembler, request, firstPrompt(request), call).catch(
      error => (isFailure(error, 'wrong_language') ? undefined : Promise.reject(error))
    )
    if (first !== undefined) return first
    if (assembler.hasStarted) throw new AiError('no_story_in_answer')
    assembler.reset()
    const second = await this.streamAnswer(assembler, request, secondPrompt(request), call)
    if (second === undefined) throw new AiError('no_story_in_answer')
    return second
  }

  @Traced('continuation')
  private async continue(
    assembler: StoryStreamAssembler,
    first: WrittenDraft,
    request: StoryRequest,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const before = assembler.content
    assembler.continue()
    try {
      const more = await this.streamAnswer(
        assembler,
        request,
        continuationPrompt(request, first, shortcomings(first)),
        call
      )
      return more ?? first
    } catch (error) {
      // A complete story is delivered if nothing of its continuation has been.
      const isUnchanged = assembler.content === before
      if (isUnchanged && first.cut && isOverBudget(error)) return complete(first)
      if (isUnchanged && !first.cut && isRepairFailure(error)) return first
      throw error
    }
  }

  private async streamAnswer(
    assembler: StoryStreamAssembler,
    request: StoryRequest,
    messages: readonly ChatMessage[],
    call: CompletionCall
  ): Promise<WrittenDraft | undefined> {
    const output = { messages, output: storySchema, maxTokens: tokenLimit(request) }
    const ended = await this.languageModel
      .complete(output, { ...call, onText: assembler.push })
      // What precedes the repetition is continued like a story that was cut off.
      .catch(error =>
        isFailure(error, 'endless_repetition') ? assembler.looped : Promise.reject(error)
      )
    const draft = endedDraft(await assembler.end(ended), endedByOf(ended))
    return draft && { ...review(draft, request), model: ended.model }
  }
}

/** A story that is too long or repeats itself is not continued: delivered text cannot be changed. */
function needsContinuation(draft: WrittenDraft): boolean {
  if (hasNoBeginning(draft)) return false
  // A continuation would be in the other language too.
  if (draft.checks.language.content === 'other') return draft.cut
  const isShort = draft.length === 'short' || !draft.checks.ending.sentenceEnds
  return draft.cut || isShort || draft.keywordsMissing.length > 0
}

function isFailure(error: unknown, reason: AiError['reason']): boolean {
  return error instanceof AiError && error.reason === reason
}

function endedByOf(ended: Partial<Completion>): Completion['endedBy'] {
  return ended.endedBy
}
