import { Injectable } from '@nestjs/common'
import { Traced } from '#core/tracing/traced.js'
import { AiError } from '#modules/llm/ai-error.js'
import {
  LanguageModel,
  type ChatMessage,
  type CompletionCall
} from '#modules/llm/language-model.js'
import type { WrittenDraft } from '#modules/stories/writing/draft-writer.service.js'
import { isNoRepair } from '#modules/stories/writing/repair-story.service.js'
import { passes, review, shortcomings } from '#modules/stories/writing/review.js'
import { allTexts, StorySafety } from '#modules/stories/safety/story-safety.service.js'
import {
  continuationPrompt,
  storyPrompt,
  storySchema
} from '#modules/stories/writing/story-prompt.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { tokenLimit } from '#modules/stories/writing/token-limit.js'
import type { AuthoredStory } from '#modules/stories/writing/authored-story.js'
import { ClearedText } from './cleared-text.js'
import type { StoryListener } from './story-listener.js'
import { ToldStory } from './told-story.js'

export interface Telling {
  readonly storyId: string
  readonly listener: StoryListener
}

/** A story heard while it is written: what lacks at its end is told further, never taken back. */
@Injectable()
export class TellStory {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly safety: StorySafety
  ) {}

  /** @throws AiError when the model gave no story; ContentRejected when it must not be read */
  async write(
    request: StoryRequest,
    call: CompletionCall,
    { storyId, listener }: Telling
  ): Promise<AuthoredStory> {
    const cleared = new ClearedText(this.safety, request, call.signal, listener)
    const told = new ToldStory(storyId, listener, cleared, request.language)
    const first = await this.firstOf(told, request, call)
    const best = needsMore(first) ? await this.goOn(told, first, request, call) : first
    if (best.cut) throw new AiError('truncated_for_good')
    // All at once: what is searched in steps may repeat us in sentences that stand far apart.
    this.safety.refuseLeak(allTexts(best))
    await this.safety.clearPassage([best.summary, ...best.tags].join('\n'), request, call.signal)
    return { first, best }
  }

  /** An answer without a story is asked for once more: nobody has heard any of it. */
  private async firstOf(
    told: ToldStory,
    request: StoryRequest,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const first = await this.hear(told, request, storyPrompt(request), call)
    if (first !== undefined) return first
    if (told.isTold) throw new AiError('no_story_in_answer')
    told.startAgain()
    const second = await this.hear(told, request, storyPrompt(request), call)
    if (second === undefined) throw new AiError('no_story_in_answer')
    return second
  }

  @Traced('continuation')
  private async goOn(
    told: ToldStory,
    first: WrittenDraft,
    request: StoryRequest,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const lacking = { missingKeywords: first.keywordsMissing, wordCount: first.wordCount }
    const before = told.content
    told.goOn()
    try {
      const more = await this.hear(told, request, continuationPrompt(request, first, lacking), call)
      return more ?? first
    } catch (error) {
      // A story that was whole, and of whose rest nobody has heard anything, is delivered.
      if (!first.cut && told.content === before && isNoRepair(error)) return first
      throw error
    }
  }

  private async hear(
    told: ToldStory,
    request: StoryRequest,
    messages: readonly ChatMessage[],
    call: CompletionCall
  ): Promise<WrittenDraft | undefined> {
    const completion = await this.languageModel.complete(
      { messages, output: storySchema, maxTokens: tokenLimit(request) },
      { ...call, onText: told.push }
    )
    const draft = await told.end(completion)
    return draft && { ...review(draft, request), model: completion.model }
  }
}

/** A story that is too long is not told further. */
function needsMore(draft: WrittenDraft): boolean {
  if (passes(draft)) return false
  return (
    draft.cut ||
    draft.keywordsMissing.length > 0 ||
    (shortcomings(draft).wordCount !== undefined && draft.length === 'short')
  )
}
