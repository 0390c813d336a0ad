import type { WrittenDraft } from './draft-generator.service.js'

/** A story as it came to be. */
export interface AuthoredStory {
  /** The first draft; undefined when the first answer held none. */
  readonly first: WrittenDraft | undefined
  /** The one to deliver. */
  readonly best: WrittenDraft
}
