/** What is remembered of a story, so that the next ones of its owner are unlike it. */
export interface StoryTrace {
  readonly id: string
  /** A BCP 47 tag. */
  readonly language: string
  /** The most frequent ones; letters only. */
  readonly names: readonly string[]
  /** The first words; letters and spaces only. */
  readonly opening: string
  /** Words that are far more frequent than others; letters only. */
  readonly words: readonly string[]
}

/** What a story should not have, because earlier ones of its owner had it. */
export interface Avoidance {
  readonly names: readonly string[]
  readonly openings: readonly string[]
  readonly words: readonly string[]
}
