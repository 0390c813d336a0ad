import type { LengthUnit } from '#modules/stories/domain/story-checks.js'
import type { WordBounds } from '#modules/stories/domain/story-request.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'
import { countLetters, countWords } from './words/word-count.js'

/** Tolerance on both sides of the bounds, in percent, inclusive. */
export const lengthGracePercent = 10

type LengthVerdict = 'within' | 'short' | 'long'

const countedByCharacters: ReadonlySet<string> = new Set(['ja', 'th', 'yue', 'zh'])

/** How the length of a text in a language is counted. */
export function lengthUnitOf(language: string): LengthUnit {
  return countedByCharacters.has(languageOf(language)) ? 'characters' : 'words'
}

/** The length of a text in the unit of its language, and its words. */
export function measureLength(
  content: string,
  language: string
): { readonly unit: LengthUnit; readonly count: number; readonly words: number } {
  const words = countWords(content, language)
  const unit = lengthUnitOf(language)
  return { unit, count: unit === 'words' ? words : countLetters(content), words }
}

/** Compares a word count with its bounds, with a tolerance because models cannot count exactly. */
export function checkLength(words: number, bounds: WordBounds): LengthVerdict {
  const { min, max, gracePercent = lengthGracePercent } = bounds
  // With integers, because 70 * 1.1 is more than 77 in floating point.
  const percents = words * 100
  if (percents < min * (100 - gracePercent)) return 'short'
  return percents > max * (100 + gracePercent) ? 'long' : 'within'
}
