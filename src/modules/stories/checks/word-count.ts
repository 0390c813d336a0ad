import { scanWords } from './word-scanner.js'
import { wordSegmenter } from '#modules/stories/domain/word-segmenter.js'

/**
 * The number of words as Unicode's UAX #29 has them. A text in a script without spaces is divided by
 * the dictionary of `Intl.Segmenter`; every other text by our own scanner, which finds the same
 * words in a sixth of the time.
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
