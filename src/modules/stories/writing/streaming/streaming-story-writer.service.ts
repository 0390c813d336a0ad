import { Injectable } from '@nestjs/common'
import { Traced } from '#core/tracing/traced.js'
import { AiError } from '#modules/llm/ai-error.js'
import {
  LanguageModel,
  type ChatMessage,
  type CompletionCall
} from '#modules/llm/language-model.js'
import type { WrittenDraft } from '#modules/stories/writing/draft-generator.service.js'
import { isRepairFailure } from '#modules/stories/writing/story-repairer.service.js'
import { passes, review, shortcomings } from '#modules/stories/writing/review.js'
import { allTexts, StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import {
  continuationPrompt,
  storyPrompt,
  storySchema
} from '#modules/stories/writing/story-prompt.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { tokenLimit } from '#modules/stories/writing/token-limit.js'
import type { AuthoredStory } from '#modules/stories/writing/authored-story.js'
import { ModerationBuffer } from './moderation-buffer.js'
import type { StoryListener } from './story-listener.js'
import { StoryStreamAssembler } from './story-stream-assembler.js'

export interface StreamTarget {
  readonly storyId: string
  readonly listener: StoryListener
}

/** A story heard while it is written: what lacks at its end is told further, never taken back. */
@Injectable()
export class StreamingStoryWriter {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly safety: StorySafetyService
  ) {}

  /** @throws AiError when the model gave no story; ContentRejected when it must not be read */
  async write(
    request: StoryRequest,
    call: CompletionCall,
    { storyId, listener }: StreamTarget
  ): Promise<AuthoredStory> {
    const cleared = new ModerationBuffer(this.safety, request, call.signal, listener)
    const assembler = new StoryStreamAssembler(storyId, listener, cleared, request.language)
    const first = await this.firstOf(assembler, request, call)
    const best = needsContinuation(first)
      ? await this.continue(assembler, first, request, call)
      : first
    if (best.cut) throw new AiError('truncated_for_good')
    // All at once: what is searched in steps may repeat us in sentences that stand far apart.
    this.safety.rejectLeak(allTexts(best))
    await this.safety.moderateText([best.summary, ...best.tags].join('\n'), request, call.signal)
    return { first, best }
  }

  /** An answer without a story is asked for once more: nobody has heard any of it. */
  private async firstOf(
    assembler: StoryStreamAssembler,
    request: StoryRequest,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const first = await this.streamAnswer(assembler, request, storyPrompt(request), call)
    if (first !== undefined) return first
    if (assembler.hasStarted) throw new AiError('no_story_in_answer')
    assembler.reset()
    const second = await this.streamAnswer(assembler, request, storyPrompt(request), call)
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
    const lacking = { missingKeywords: first.keywordsMissing, wordCount: first.wordCount }
    const before = assembler.content
    assembler.continue()
    try {
      const more = await this.streamAnswer(
        assembler,
        request,
        continuationPrompt(request, first, lacking),
        call
      )
      return more ?? first
    } catch (error) {
      // A story that was whole, and of whose rest nobody has heard anything, is delivered.
      if (!first.cut && assembler.content === before && isRepairFailure(error)) return first
      throw error
    }
  }

  private async streamAnswer(
    assembler: StoryStreamAssembler,
    request: StoryRequest,
    messages: readonly ChatMessage[],
    call: CompletionCall
  ): Promise<WrittenDraft | undefined> {
    const completion = await this.languageModel.complete(
      { messages, output: storySchema, maxTokens: tokenLimit(request) },
      { ...call, onText: assembler.push }
    )
    const draft = await assembler.end(completion)
    return draft && { ...review(draft, request), model: completion.model }
  }
}

/** A story that is too long is not told further. */
function needsContinuation(draft: WrittenDraft): boolean {
  if (passes(draft)) return false
  return (
    draft.cut ||
    draft.keywordsMissing.length > 0 ||
    (shortcomings(draft).wordCount !== undefined && draft.length === 'short')
  )
}
