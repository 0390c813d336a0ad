import type {
  ChatMessage,
  Completion,
  CompletionCall,
  LanguageModel
} from '#modules/llm/language-model.js'
import type { ModerationScores } from '#modules/llm/moderation.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { readAnswer } from './answer/read-answer.js'
import { toDraft } from './draft.js'
import { endedDraft } from './ended-draft.js'
import { review, type ReviewedDraft } from './review.js'
import { isUnchanged } from './revisions/unchanged.js'
import { storySchema } from './story-prompt.js'
import { tokenLimit } from './token-limit.js'

/** A reviewed draft and the model that wrote it. */
export type WrittenDraft = ReviewedDraft & {
  readonly model: string
  /** Moderation scores of all its text, if the provider returned them with it. */
  readonly moderation?: ModerationScores | undefined
  /** The titles that it proposes, if it is asked for titles. */
  readonly titles?: readonly string[]
}

/** The result of writing a story. */
export interface WrittenStory {
  /** The first draft; undefined if the first answer held no story. */
  readonly first: WrittenDraft | undefined
  /** The draft to deliver. */
  readonly best: WrittenDraft
  /** The text of it that has not been moderated yet. */
  readonly unmoderated: string
  /** Moderation scores of that text, if the provider returned them with the story. */
  readonly moderation?: ModerationScores | undefined
}

/**
 * Sends a prompt and returns the reviewed draft; undefined if the answer held no story.
 * @throws AiError without an answer, or if the model refuses
 */
export async function writeDraft(
  languageModel: LanguageModel,
  request: StoryRequest,
  messages: readonly ChatMessage[],
  call: CompletionCall
): Promise<WrittenDraft | undefined> {
  const output = { messages, output: storySchema, maxTokens: tokenLimit(request) }
  return readDraft(await languageModel.complete(output, call), request)
}

/** The reviewed draft of an answer; undefined if it holds no story. */
export async function readDraft(
  completion: Completion,
  request: StoryRequest
): Promise<WrittenDraft | undefined> {
  const { text, truncated, model, moderation } = completion
  const story = await readAnswer(text)
  const draft = endedDraft(story && toDraft(story, truncated, request), completion.endedBy)
  const order = request.revision
  // The parent once more is no story; a new one is asked for.
  if (draft && order && isUnchanged(draft.content, order, request.language)) return undefined
  return draft && { ...review(draft, request), model, moderation }
}
