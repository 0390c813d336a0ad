import { languageOf } from '#modules/stories/domain/word-segmenter.js'

const sentencesOfMost = new Intl.Segmenter('en', { granularity: 'sentence' })
const sentencesOfGreek = new Intl.Segmenter('el', { granularity: 'sentence' })

/** Greek needs its own segmenter: its question mark looks like a semicolon. */
export function sentenceSegmenter(language: string): Intl.Segmenter {
  return languageOf(language) === 'el' ? sentencesOfGreek : sentencesOfMost
}

/** The sentences of a text with the white space after them: together they are the text. */
export function sentencesOf(text: string, language: string): readonly string[] {
  return Array.from(sentenceSegmenter(language).segment(text), ({ segment }) => segment)
}
