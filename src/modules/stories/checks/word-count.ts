import { scanWords } from './keywords/word-scanner.js'
import { wordSegmenter } from '#modules/stories/domain/word-segmenter.js'

/**
 * The number of words by Unicode's UAX #29. `Intl.Segmenter` divides texts in scripts without
 * spaces. The word scanner divides all others: it finds the same words in a sixth of the time.
 *
 * @param language a well-formed BCP 47 tag, supported by the runtime or not
 */
export function countWords(text: string, language: string): number {
  let count = 0
  const needsDictionary = scanWords(text, () => {
    count += 1
  })
  return needsDictionary ? countSegments(text, language) : count
}

function countSegments(text: string, language: string): number {
  let count = 0
  for (const { isWordLike } of wordSegmenter(language).segment(text)) if (isWordLike) count += 1
  return count
}
