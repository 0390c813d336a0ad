/** Measures of a stored story. None passes or fails. Plain JSON: it is stored and delivered as it is. */
export interface StoryIndicators {
  /** Share of different words in all words. */
  readonly distinct1: number
  /** Share of different pairs of adjacent words in all such pairs. */
  readonly distinct2: number
  /** Share of different groups of three adjacent words in all such groups. */
  readonly distinct3: number
  /** Share of groups of four adjacent words that occur more than once. */
  readonly repeatedShare: number
  /** For languages that have a formula. */
  readonly readability?: Readability
  /** Share of characters inside quotation marks. */
  readonly dialogueShare: number
  /** Absent for languages in which capital letters do not mark names. */
  readonly names?: readonly string[]
  /** Absent for languages whose function words are not known. */
  readonly overusedWords?: readonly string[]
  /** 64 bits in hexadecimal digits: similar texts differ in few of them. */
  readonly simhash: string
  /** The most similar one of the owner's last stories; absent without any. */
  readonly mostSimilar?: SimilarStory
}

export interface Readability {
  readonly formula: string
  readonly score: number
}

export interface SimilarStory {
  readonly storyId: string
  /** 1 for equal texts, about 0.5 for unrelated ones. */
  readonly similarity: number
}

/** Another story of the same owner. */
export interface ComparedStory {
  readonly id: string
  readonly simhash: string
}
