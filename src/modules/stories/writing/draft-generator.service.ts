import { Injectable } from '@nestjs/common'
import {
  LanguageModel,
  type ChatMessage,
  type CompletionCall
} from '#modules/llm/language-model.js'
import { readCutDraft, readDraft } from './read-draft.js'
import { review, type ReviewedDraft } from './review.js'
import { storySchema } from './story-prompt.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { tokenLimit } from './token-limit.js'

/** A reviewed draft and the model that wrote it. */
export type WrittenDraft = ReviewedDraft & { readonly model: string }

/** Has the language model write, and reviews what it wrote. */
@Injectable()
export class DraftGenerator {
  constructor(private readonly languageModel: LanguageModel) {}

  /**
   * Undefined when the answer held no story.
   * @throws AiError when no answer came
   */
  async write(
    request: StoryRequest,
    messages: readonly ChatMessage[],
    call: CompletionCall
  ): Promise<WrittenDraft | undefined> {
    const { text, truncated, model } = await this.languageModel.complete(
      { messages, output: storySchema, maxTokens: tokenLimit(request) },
      call
    )
    const { language } = request
    const draft =
      readDraft(text, language) ?? (truncated ? readCutDraft(text, language) : undefined)
    return draft && { ...review(draft, request), model }
  }
}
