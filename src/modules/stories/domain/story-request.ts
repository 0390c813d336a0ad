import { cleanInput } from './clean-input.js'
import type { RevisionOrder } from './revisions/revision.js'
import type { SectionOrder } from './books/section.js'
import type { Avoidance } from './variety/avoidance.js'

export const tones = [
  'neutral',
  'humorous',
  'dark',
  'epic',
  'romantic',
  'mysterious',
  'dramatic'
] as const

export type Tone = (typeof tones)[number]

export const audiences = ['general', 'children', 'teen', 'adult'] as const

export type Audience = (typeof audiences)[number]

/** Bounds of a story's length in words, both included. */
export interface WordBounds {
  readonly min: number
  readonly max: number
  /** How far outside the bounds a length may be, in percent; 10 if it is not given. */
  readonly gracePercent?: number
}

/** A validated request, in normalised form. */
export interface StoryRequest {
  /** 1 to 10, in the caller's order, without duplicates. */
  readonly keywords: readonly string[]
  readonly genre: string
  readonly tone: Tone
  readonly words: WordBounds
  /** BCP 47, in canonical form. */
  readonly language: string
  readonly audience: Audience
  /** What the owner's last stories had. It is not part of the request. */
  readonly avoid?: Avoidance
  /** The story to revise, and how; undefined for a story of its own. */
  readonly revision?: RevisionOrder | undefined
  /** The place in a book; undefined for a whole story. */
  readonly section?: SectionOrder | undefined
}

export const keywordCount = { min: 1, max: 10 }
export const keywordLength = { min: 1, max: 50 }
/** Clients of the Python service may send longer keywords, on their route only. */
export const maxLegacyKeywordLength = 200
export const genreLength = { min: 3, max: 50 }
export const maxLengthRange = { min: 100, max: 2000 }
export const minLengthRange = { min: 50, max: 1000 }
export const maxLanguageLength = 35
export const defaultMaxLength = 500

/** Without a lower bound from the caller, a story needs this share of the upper bound. */
const defaultShare = 0.6

export function wordBounds(min: number | undefined, max: number): WordBounds {
  return { min: min ?? Math.ceil(max * defaultShare), max }
}

/** Each keyword cleaned; blanks and case-insensitive duplicates dropped; order kept. */
export function cleanKeywords(values: readonly unknown[]): readonly unknown[] {
  const seen = new Set<unknown>()
  return values
    .map(value => (typeof value === 'string' ? cleanInput(value) : value))
    .filter(keyword => {
      const key = typeof keyword === 'string' ? keyword.toLowerCase() : keyword
      if (keyword === '' || seen.has(key)) return false
      seen.add(key)
      return true
    })
}

/** A BCP 47 tag in canonical form; undefined for anything else. */
export function canonicalLanguage(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxLanguageLength) return undefined
  try {
    return Intl.getCanonicalLocales(value.trim())[0]
  } catch {
    return undefined
  }
}
