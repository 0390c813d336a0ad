export const revisionKinds = [
  'continue',
  'rewrite',
  'lengthen',
  'shorten',
  'simplify',
  'tone',
  'title',
  'regenerate',
  'instruction'
] as const

export type RevisionKind = (typeof revisionKinds)[number]

/** How a story was made of its parent. Plain JSON: it is stored and delivered as it is. */
export interface Revision {
  readonly kind: RevisionKind
  /** The rewritten passage: offsets in the content of the parent, in UTF-16 code units. */
  readonly start?: number
  readonly end?: number
  /** The words to add, or those of the whole story. */
  readonly words?: number
  /** What was asked for, as text. */
  readonly instruction?: string
  /** The proposed titles; the first one is the title of the story unless another was chosen. */
  readonly titles?: readonly string[]
}

/** The part of a story that its revision is made of. */
export interface RevisedStory {
  readonly id: string
  readonly title: string
  readonly content: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly model: string
}

/** A revision that is to be written. */
export interface RevisionOrder {
  readonly revision: Revision
  readonly parent: RevisedStory
  /** Instructions that led to the parent, the latest last. They are not part of the request. */
  readonly earlier: readonly string[]
  /** One of the parent's proposed titles, which needs no call of the model. */
  readonly chosenTitle?: string
}
