import type { WrittenDraft } from './write-draft.js'

/** What the writing of a story came to. */
export interface WrittenStory {
  /** The first draft; undefined if the first answer held no story. */
  readonly first: WrittenDraft | undefined
  /** The draft to deliver. */
  readonly best: WrittenDraft
  /** The text of it that has not been moderated yet. */
  readonly unmoderated: string
}
