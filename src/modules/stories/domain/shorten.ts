import { sentenceSegmenter } from './revisions/sentences.js'
import { wordSegmenter } from './word-segmenter.js'

export interface Shortened {
  readonly text: string
  /** Where it ends: with the text itself, with a sentence, or inside a sentence. */
  readonly end: 'whole' | 'sentence' | 'inside'
}

interface Bounds {
  /** Minimum of the shortened text, in code points. */
  readonly min: number
  /** Maximum in UTF-16 code units, which are never fewer than the code points. */
  readonly max: number
}

/**
 * Shortens a text to the last full sentence that fits, else to the end of a word, else to the end of
 * a character. A character that is longer than the limit is cut between code points.
 *
 * @param language a BCP 47 tag
 */
export function shorten(text: string, { min, max }: Bounds, language: string): Shortened {
  if (text.length <= max) return { text, end: 'whole' }
  const sentences = upTo(text, sentenceEnd(text, max, language))
  if (countCharacters(sentences) >= min) return { text: sentences, end: 'sentence' }
  const words = withoutDanglers(text.slice(0, wordEnd(text, max, language)))
  if (countCharacters(words) >= min) return { text: words, end: 'inside' }
  const characters = upTo(text, graphemeStart(text, max))
  if (countCharacters(characters) >= min) return { text: characters, end: 'inside' }
  return { text: text.slice(0, max).replace(halfCharacter, ''), end: 'inside' }
}

/** The number of code points. */
export function countCharacters(text: string): number {
  return Array.from(text).length
}

/** The text without spaces, commas and dashes at its end. */
export function withoutDanglers(text: string): string {
  let end = text.length
  while (end > 0 && dangler.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** Characters after the limit that may belong to the last sentence, such as quotation marks. */
const lookAhead = 200
const dangler = /[\s,;:–—-]/
const halfCharacter = /\p{Surrogate}$/u

/** A full stop of any script with closing marks; not that of “Mr.” or of an initial. */
const fullStop = /[\p{STerm}…]["'”’»›」』)\]]*$/u
const abbreviation =
  /(?:^|[^\p{L}\p{M}])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Prof|Jr|Sr|Hr|Fr|Mme|Mlle|Sra?|z\.B)\.$/u

/** The end of the last sentence within the limit; 0 if there is none. */
function sentenceEnd(text: string, max: number, language: string): number {
  const part = text.slice(0, max + lookAhead)
  let last = 0
  for (const { segment, index } of sentenceSegmenter(language).segment(part)) {
    const sentence = segment.trimEnd()
    const end = index + sentence.length
    if (end > max) break
    // The end of the part is not the end of a sentence.
    const isCut = index + segment.length === part.length && part.length < text.length
    if (!isCut && (isFull(sentence) || segment.endsWith('\n'))) last = end
  }
  return graphemeStart(text, last)
}

function isFull(sentence: string): boolean {
  return fullStop.test(sentence) && !abbreviation.test(sentence)
}

function wordEnd(text: string, max: number, language: string): number {
  const part = text.slice(0, max + lookAhead)
  const start = wordSegmenter(language).segment(part).containing(max)?.index ?? 0
  return graphemeStart(text, start)
}

/** The nearest boundary between two graphemes, at or before the index. */
function graphemeStart(text: string, index: number): number {
  return graphemes.segment(text.slice(0, index + 2)).containing(index)?.index ?? index
}

function upTo(text: string, end: number): string {
  return text.slice(0, end).trimEnd()
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
