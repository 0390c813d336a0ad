import type { ModerationScores } from '#modules/llm/moderation.js'
import type { WrittenDraft } from './write-draft.js'

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
