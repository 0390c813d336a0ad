import type { Tone } from '../order.ts'

export const beats = ['opening', 'want', 'trouble', 'turn', 'climax', 'ending'] as const
export type Beat = (typeof beats)[number]

export const families = [
  'fantasy',
  'science-fiction',
  'mystery',
  'horror',
  'romance',
  'adventure',
  'fairy-tale',
  'historical',
  'generic'
] as const
export type Family = (typeof families)[number]

/** Ordered sentences. Each reads well after those before it, so a passage may end anywhere. */
export type Passage = readonly string[]

/** Words for the slots of a sentence, `{place}` and the like; `{Place}` is the same, capitalised. */
export type Pools = Readonly<Record<string, readonly string[]>>

/** A leading figure with whatever forms the language needs of it (pronouns, for English). */
export type Figure = Readonly<Record<string, string>>

/** Everything needed to tell stories in one language. */
export interface Tongue {
  /** What stands between two sentences: a space, or nothing in Japanese. */
  readonly gap: string
  readonly plot: Readonly<Record<Beat, readonly Passage[]>>
  readonly scenes: readonly Passage[]
  readonly asides: Readonly<Record<Tone, readonly string[]>>
  /** One to six words each, to meet a narrow range of words exactly. */
  readonly shorts: readonly string[]
  readonly titles: readonly string[]
  readonly summaries: readonly string[]
  /** Sentences that carry a keyword: after an article, standing alone, several at once. */
  readonly keywordAsNoun: readonly string[]
  readonly keywordAsPhrase: readonly string[]
  readonly keywordsAsList: readonly string[]
  readonly listAnd: string
  readonly listComma: string
  /** Whether this keyword may follow the article of `keywordAsNoun`. */
  isPlainNoun(keyword: string): boolean
  readonly figures: readonly Figure[]
  pools(family: Family, tone: Tone): Pools
}

/** Passages stand apart by a blank line; a line is a sentence. */
export function passages(text: string): readonly Passage[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map(lines)
}

export function lines(text: string): readonly string[] {
  return text
    .trim()
    .split('\n')
    .map(line => line.trim())
}

/** Words of a pool in one readable line. */
export function words(text: string): readonly string[] {
  return text.split(';').map(word => word.trim())
}
