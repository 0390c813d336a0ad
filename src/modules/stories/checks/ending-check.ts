import type { EndingCheck } from '#modules/stories/domain/story-checks.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'

/** Languages that end a sentence with a space or not at all. */
const withoutStops: ReadonlySet<string> = new Set(['km', 'lo', 'my', 'th'])
/** The Greek question mark looks like a semicolon. */
const stops: Readonly<Record<string, RegExp>> = { el: /[\p{STerm}…⋯‥;]/u }
const anyStop = /[\p{STerm}…⋯‥]/u
/** May follow the full stop: quotation marks, brackets, spaces and symbols such as emoji. */
const afterStop = /[\s"'\p{Pf}\p{Pi}\p{Pe}„\p{So}\p{Sk}\p{Cf}\u{FE0F}*~〜～♪]/u
/** More of them are no ending. UTF-16 code units. */
const maxAfterStop = 40

/** Whether a story ends with a finished sentence, and closes the quotation marks of its last paragraph. */
export function checkEnding(content: string, language: string): EndingCheck {
  const sentenceEnds = endsWithStop(content, languageOf(language))
  const quotesClosed = missingQuote(content, language) === ''
  return { passed: sentenceEnds && quotesClosed, sentenceEnds, quotesClosed }
}

function endsWithStop(content: string, language: string): boolean {
  if (withoutStops.has(language)) return true
  const characters = Array.from(content.slice(-maxAfterStop))
  const last = characters.findLast(character => !afterStop.test(character))
  return last !== undefined && (stops[language] ?? anyStop).test(last)
}

/** A paragraph of speech before the last one may stay open: the next one continues it. */
function lastParagraph(content: string): string {
  const text = content.trimEnd()
  return text.slice(text.lastIndexOf('\n\n') + 1)
}

/** The quotation mark that is missing at the end of the last paragraph; empty if its quotations are closed. */
export function missingQuote(content: string, language: string): string {
  const counts = new Map<string, number>()
  for (const mark of lastParagraph(content).match(marks) ?? []) {
    counts.set(mark, (counts.get(mark) ?? 0) + 1)
  }
  const count = (mark: string): number => counts.get(mark) ?? 0
  if (count('"') % 2 === 1) return '"'
  const low = count('„')
  if (low > count('”') + count('“')) return closesAsGerman.has(languageOf(language)) ? '“' : '”'
  if (low === 0 && count('“') > count('”')) return '”'
  if (count('«') > count('»')) return '»'
  if (count('「') > count('」')) return '」'
  return count('『') > count('』') ? '』' : ''
}

/** Languages that close „ with the mark that opens in English; others, such as Polish, close with ”. */
const closesAsGerman: ReadonlySet<string> = new Set('bg cs da de et is lt lv mk sk sl'.split(' '))

const marks = /["“”„«»「」『』]/g
