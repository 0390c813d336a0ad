import type { WrittenDraft } from './write-draft.js'

/** The result of writing a story. */
export interface WrittenStory {
  /** The first draft; undefined if the first answer held no story. */
  readonly first: WrittenDraft | undefined
  /** The draft to deliver. */
  readonly best: WrittenDraft
  /** The text of it that has not been moderated yet. */
  readonly unmoderated: string
}
