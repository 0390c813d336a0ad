import { scanWords } from './word-scanner.js'
import { wordSegmenter } from '#modules/stories/domain/word-segmenter.js'

/**
 * The number of words by Unicode's UAX #29, except that words joined by a hyphen are one.
 * `Intl.Segmenter` divides texts in scripts without spaces. The word scanner divides all others: it
 * finds the same words in a sixth of the time.
 *
 * @param language a well-formed BCP 47 tag, supported by the runtime or not
 */
export function countWords(text: string, language: string): number {
  let count = 0
  let last = -1
  const isNew = (start: number): boolean => last + 1 !== start || !hyphens.has(text.charAt(last))
  const needsDictionary = scanWords(text, (start, end) => {
    if (isNew(start)) count += 1
    last = end
  })
  return needsDictionary ? countSegments(text, language) : count
}

const hyphens: ReadonlySet<string> = new Set(['-', '‐', '‑'])

function countSegments(text: string, language: string): number {
  let count = 0
  let last = -1
  for (const { isWordLike, index, segment } of wordSegmenter(language).segment(text)) {
    if (!isWordLike) continue
    if (last + 1 !== index || !hyphens.has(text.charAt(last))) count += 1
    last = index + segment.length
  }
  return count
}

/** The number of letters and digits of a text, which readers of Chinese, Japanese and Thai count. */
export function countLetters(text: string): number {
  return text.match(letterOrDigit)?.length ?? 0
}

const letterOrDigit = /[\p{L}\p{N}]/gu
