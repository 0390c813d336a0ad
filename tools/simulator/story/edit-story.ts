import { avoiding, fold } from './avoidance.ts'
import { keywordSentences } from './keywords.ts'
import { aimedWords, type StoryEdit, type StoryOrder } from './order.ts'
import { wordsOf } from './paragraphs.ts'
import { SentenceWriter, type Sentence } from './sentence-writer.ts'
import type { StorySeeds } from './write-story.ts'
import { countWords, splitSentences } from './text/words.ts'

const quoteLength = 40

/** The story of an earlier answer, and what is wrong with it. */
export interface FormerStory {
  readonly title: string
  readonly content: string
  readonly missing: readonly string[]
  /** The beginning of a passage that occurs more than once. */
  readonly repeated?: string
}

/**
 * Edits that add the missing keywords, delete sentences of a story that is too long (never one with a
 * keyword), and delete the last copy of a repeated passage.
 */
export function editStory(
  order: StoryOrder,
  former: FormerStory,
  seeds: StorySeeds,
  omitted: readonly string[] = []
): StoryEdit[] {
  const { content, repeated } = former
  const missing = former.missing.filter(keyword => !omitted.includes(keyword))
  const paragraphs = readParagraphs(content, [...order.keywords, ...missing], order.language)
  const sentences = paragraphs.flat()
  const used = sentences.map(({ text }) => text)
  const writer = new SentenceWriter({ order, ...seeds, avoid: omitted, used })
  const added = keywordSentences(writer, missing, aimedWords(order.words))
  const room = wordsOf([sentences]) + wordsOf([added]) - order.words.max
  const aim = order.words.max - aimedWords(order.words)
  const deleted = room > 0 ? leastNeeded(paragraphs, content, room + aim) : []
  const kept = sentences.filter(sentence => !deleted.includes(sentence))
  return [
    ...inRuns(sentences, deleted).map(run => deletion(run, content)),
    ...(repeated === undefined ? [] : [deletionOfCopy(repeated, content)]),
    ...insertions(kept.slice(0, -1), added, content)
  ]
}

function readParagraphs(
  content: string,
  keywords: readonly string[],
  language: string
): Sentence[][] {
  const holdsKeyword = keywords.length === 0 ? () => false : avoiding(keywords.map(fold))
  return content
    .split(/\n{2,}/)
    .map(paragraph =>
      splitSentences(paragraph, language).map(text => ({
        text,
        words: countWords(text, language),
        pinned: holdsKeyword(text)
      }))
    )
    .filter(paragraph => paragraph.length > 0)
}

/** Sentences of the middle paragraphs first, then of the first and the last. */
function leastNeeded(
  paragraphs: readonly (readonly Sentence[])[],
  content: string,
  words: number
): Sentence[] {
  const chosen: Sentence[] = []
  let left = words
  const middle = paragraphs.slice(1, -1).toReversed()
  for (const paragraph of [...middle, ...paragraphs.slice(0, 1), ...paragraphs.slice(-1)]) {
    for (const sentence of paragraph.toReversed()) {
      if (left <= 0) return chosen
      if (sentence.pinned || !isUnique(sentence.text, content)) continue
      chosen.push(sentence)
      left -= sentence.words
    }
  }
  return chosen
}

/** Texts of neighbouring sentences are deleted together. */
function inRuns(sentences: readonly Sentence[], deleted: readonly Sentence[]): string[][] {
  const runs: string[][] = []
  let run: string[] = []
  for (const sentence of sentences) {
    if (deleted.includes(sentence)) run.push(sentence.text)
    else if (run.length > 0) {
      runs.push(run)
      run = []
    }
  }
  return run.length > 0 ? [...runs, run] : runs
}

/** Quotes the first words of the run and its last sentence. */
function deletion(run: readonly string[], content: string): StoryEdit {
  const first = run[0] ?? ''
  const last = run.at(-1) ?? ''
  const from = quoteOf(first, content, 'start')
  return deletionOf(from, first === last && from === first ? '' : quoteOf(last, content, 'end'))
}

/** Deletes the last copy of a passage up to the end of its paragraph. */
function deletionOfCopy(passage: string, content: string): StoryEdit {
  const copy = content.slice(content.lastIndexOf(passage)).split(/\n{2,}/)[0] ?? ''
  return deletionOf(copy.slice(0, quoteLength), copy.slice(-quoteLength))
}

function deletionOf(from: string, to: string): StoryEdit {
  return { action: 'replace', from, to, text: '' }
}

/** Spreads the sentences over the story. */
function insertions(
  places: readonly Sentence[],
  added: readonly Sentence[],
  content: string
): StoryEdit[] {
  const unique = places.filter(({ text }) => isUnique(text, content))
  return added.map(({ text }, index) => {
    const place = unique[Math.floor(((index + 0.5) * unique.length) / added.length)]
    return { action: 'insert', from: quoteOf(place?.text ?? content, content, 'end'), to: '', text }
  })
}

/** The first or last characters of a sentence, as many as are unique. */
function quoteOf(sentence: string, content: string, end: 'start' | 'end'): string {
  for (let length = 16; length < sentence.length; length *= 2) {
    const quote = end === 'start' ? sentence.slice(0, length) : sentence.slice(-length)
    if (quote === quote.trim() && isUnique(quote, content)) return quote
  }
  return sentence
}

function isUnique(text: string, content: string): boolean {
  const at = content.indexOf(text)
  return at !== -1 && at === content.lastIndexOf(text)
}
