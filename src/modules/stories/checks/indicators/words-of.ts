import { wordSegmenter } from '#modules/stories/domain/word-segmenter.js'
import { scanWords } from '../words/word-scanner.js'

/** The words of a text in lower case. */
export function wordsOf(text: string, language: string): readonly string[] {
  const words: string[] = []
  const needsDictionary = scanWords(text, (start, end) => {
    words.push(text.slice(start, end).toLowerCase())
  })
  if (!needsDictionary) return words
  return Array.from(wordSegmenter(language).segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.toLowerCase())
}
