import { checkKeywords } from '#modules/stories/checks/keywords/keyword-check.js'
import { toPlainText } from '#modules/stories/checks/plain-text.js'
import { repeatedPassage } from '#modules/stories/checks/repetition.js'
import { toTitle } from '#modules/stories/checks/to-title.js'
import { countWords } from '#modules/stories/checks/words/word-count.js'
import { shorten } from '#modules/stories/domain/shorten.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'
import { AnswerReader } from '#modules/stories/writing/answer/answer-reader.js'
import { applyEdits } from '#modules/stories/writing/repair/apply-edits.js'
import { readEdits } from '#modules/stories/writing/repair/edits.js'
import { ContinuationJoin } from '#modules/stories/writing/text/continuation-join.js'
import { lastSentenceEndOfCut } from '#modules/stories/writing/text/sentence-end.js'
import { RepetitionFilter } from '#modules/stories/writing/streaming/repetition-filter.js'
import { SentenceBuffer } from '#modules/stories/writing/streaming/sentence-buffer.js'
import { StreamingMarkdownStripper } from '#modules/stories/writing/streaming/streaming-markdown-stripper.js'
import { summaryOf } from '#modules/stories/writing/text/summary.js'

/** Repeated, these make backtracking searches and searches from every start slow. */
const units = [
  ' ',
  '\n',
  ' #',
  '_',
  '-',
  '*',
  '- ',
  '> ',
  '* * *\n',
  '[a](',
  '<!--',
  '\\',
  '"',
  '.',
  'no full stop ',
  'ends. '
]

/** The sizes grow by a factor of four. */
const sizes = [1, 2, 3, 4, 5, 6].map(power => 1024 * 4 ** power)
/** The longest answer that is read has 4 MB; no content of more than 256 KB is processed further. */
const mostOfAnswer = 4 * 1024 * 1024
const mostOfContent = 256 * 1024
/** Less work cannot be measured, so nothing is compared with it. */
const minMicroseconds = 2000

function cost(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/**
 * While a text grows sixteenfold, in two steps, linear work grows as much and quadratic work 256-fold.
 * One step would be too near to what a garbage collection adds.
 */
function expectLinear(work: (text: string) => unknown, unit: string, most: number): void {
  const costs: number[] = []
  for (const size of sizes.filter(one => one <= most)) {
    const text = `a${unit.repeat(Math.ceil(size / unit.length))}b`
    const before = costs.at(-2) ?? 0
    const limit = before < minMicroseconds ? Infinity : 64 * before
    let now = cost(() => work(text))
    // Another thread may have added to the measurement.
    for (let again = 0; now > limit && again < 2; again++) now = cost(() => work(text))
    expect(now).toBeLessThan(limit)
    costs.push(now)
  }
}

/** In pieces of the size that a model sends. */
function inPieces(text: string, push: (piece: string) => unknown): void {
  for (let at = 0; at < text.length; at += 16) push(text.slice(at, at + 16))
}

function streamed(text: string): void {
  const stripper = new StreamingMarkdownStripper()
  const sentences = new SentenceBuffer()
  const repetition = new RepetitionFilter()
  sentences.nearTokenLimit()
  inPieces(text, piece => repetition.push(sentences.push(stripper.push(piece))))
  sentences.push(stripper.end())
  sentences.end()
}

const works: Readonly<Record<string, (text: string) => unknown>> = {
  toPlainText,
  toTitle,
  countWords: text => countWords(text, 'en'),
  checkKeywords: text => checkKeywords(['lost lantern', 'c++'], text, 'en'),
  shorten: text => shorten(text, { min: 1, max: text.length - 1 }, 'en'),
  summaryOf: text => summaryOf(text, 'en'),
  languageOf,
  repeatedPassage,
  readEdits: text => readEdits(JSON.stringify({ edits: [{ from: text, to: text, text }] })),
  applyEdits: text => {
    const [from, to] = [text.slice(0, -9), text.slice(9)]
    applyEdits(text, [{ action: 'replace', from, to, text: '' }], true)
    applyEdits(text, [{ action: 'insert', from, to: '', text }], true)
  },
  lastSentenceEndOfCut: text => lastSentenceEndOfCut(text, true),
  'a streamed text': streamed,
  'a streamed answer': text => {
    const reader = new AnswerReader()
    inPieces(`{"title":"The Fox","content":${JSON.stringify(text)}}`, piece => reader.push(piece))
    reader.end()
  },
  'a continuation': text => {
    const join = new ContinuationJoin({ content: text, tail: '', isTailDelivered: true })
    inPieces(text, piece => join.push(piece))
    join.end()
  }
}

describe.each(Object.entries(works))('%s', (name, work) => {
  it.each(units)('takes linear time for %j', unit => {
    expectLinear(work, unit, name === 'a streamed answer' ? mostOfAnswer : mostOfContent)
  })
})
