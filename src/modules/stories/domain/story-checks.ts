export interface KeywordEvidence {
  /** In the caller's spelling. */
  readonly keyword: string
  readonly result: 'used' | 'unconfirmed' | 'missing'
  /** As it is in the content; absent if missing. */
  readonly form?: string
  /** Offsets of its occurrences in the content, in UTF-16 code units; empty if missing. */
  readonly at: readonly number[]
  /** exact: the keyword itself; inflected: a form that the language licenses; model: only the model says so. */
  readonly evidence?: 'exact' | 'inflected' | 'model'
}

/** other: certainly another language; unsure: the text does not say. */
export type LanguageVerdict = 'as_asked' | 'other' | 'unsure'

export interface LanguageCheck {
  readonly passed: boolean
  /** A BCP 47 tag. */
  readonly asked: string
  /** The language of the content, if it is another one. */
  readonly found?: string
  readonly content: LanguageVerdict
  readonly summary: LanguageVerdict
  readonly title: LanguageVerdict
  readonly tags: LanguageVerdict
}

/** How a length is counted: Chinese, Japanese and Thai texts by characters. */
export type LengthUnit = 'words' | 'characters'

export interface LengthCheck {
  readonly passed: boolean
  readonly unit: LengthUnit
  /** In this unit. */
  readonly count: number
  readonly min: number
  readonly max: number
  /** Words by UAX #29; a hyphenated word is one. */
  readonly words: number
}

export interface EndingCheck {
  readonly passed: boolean
  /** Whether the last sentence has its full stop; true in scripts that have none. */
  readonly sentenceEnds: boolean
  /** Whether the quotation marks of the last paragraph are closed. */
  readonly quotesClosed: boolean
}

export interface RepetitionCheck {
  readonly passed: boolean
  /** Where the repeated passage starts in the content, in UTF-16 code units. */
  readonly at?: number
  /** Its length, up to what identifies it. */
  readonly length?: number
}

export interface ReadingLevelCheck {
  readonly passed: boolean
  readonly formula: string
  readonly score: number
  /** The bound that the score must keep. */
  readonly limit: number
}

/** What was verified of a story. Plain JSON: it is stored, delivered and signed as it is. */
export interface StoryChecks {
  readonly keywords: readonly KeywordEvidence[]
  readonly length: LengthCheck
  readonly language: LanguageCheck
  readonly ending: EndingCheck
  readonly repetition: RepetitionCheck
  /** For children's stories in a language that has a formula. */
  readonly readingLevel?: ReadingLevelCheck
}
