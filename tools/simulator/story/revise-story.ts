import { avoiding, fold } from './avoidance.ts'
import { keywordSentences } from './keywords.ts'
import { aimedWords, type Story, type StoryOrder, type WordBounds } from './order.ts'
import { asText, scenesFor, spread, topUp, wordsOf, type Paragraph } from './paragraphs.ts'
import { SentenceWriter } from './sentence-writer.ts'
import { tagsOf, type StorySeeds } from './write-story.ts'
import { countWords, splitSentences } from './text/words.ts'

export interface Revision {
  readonly former: { readonly title: string; readonly content: string }
  readonly missing: readonly string[]
  readonly words: WordBounds
}

/** The former story with the missing keywords added and its length brought within the bounds. */
export function reviseStory(
  order: StoryOrder,
  revision: Revision,
  seeds: StorySeeds,
  omitted: readonly string[] = []
): Story {
  const missing = revision.missing.filter(keyword => !omitted.includes(keyword))
  const paragraphs = readParagraphs(
    revision.former.content,
    [...order.keywords, ...missing],
    order.language
  )
  const used = paragraphs.flat().map(sentence => sentence.text)
  const writer = new SentenceWriter({ order, ...seeds, avoid: omitted, used })
  const pinned = keywordSentences(writer, missing, aimedWords(revision.words))
  const bounds = less(revision.words, wordsOf([pinned]))
  shorten(paragraphs, bounds)
  lengthen(paragraphs, writer, bounds, order)
  spread(paragraphs, pinned)
  return {
    title: revision.former.title,
    content: asText(
      paragraphs.filter(paragraph => paragraph.length > 0),
      writer.grammar.gap
    ),
    summary: writer.summary(),
    tags: tagsOf(
      order,
      [...order.keywords, ...missing].filter(keyword => !omitted.includes(keyword))
    )
  }
}

function readParagraphs(
  content: string,
  keywords: readonly string[],
  language: string
): Paragraph[] {
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

function less(bounds: WordBounds, words: number): WordBounds {
  return { min: Math.max(0, bounds.min - words), max: Math.max(0, bounds.max - words) }
}

/** Drops whole sentences: from the middle paragraphs first, then from the first and the last. */
function shorten(paragraphs: Paragraph[], bounds: WordBounds): void {
  let excess = wordsOf(paragraphs) - bounds.max
  if (excess <= 0) return
  excess = wordsOf(paragraphs) - aimedWords(bounds)
  const middle = paragraphs.slice(1, -1).toReversed()
  for (const paragraph of [...middle, ...paragraphs.slice(0, 1), ...paragraphs.slice(-1)]) {
    for (let index = paragraph.length - 1; index >= 0 && excess > 0; index--) {
      const sentence = paragraph[index]
      if (!sentence || sentence.pinned) continue
      paragraph.splice(index, 1)
      excess -= sentence.words
    }
  }
}

function lengthen(
  paragraphs: Paragraph[],
  writer: SentenceWriter,
  bounds: WordBounds,
  order: StoryOrder
): void {
  const words = wordsOf(paragraphs)
  if (words >= bounds.min) return
  const scenes = scenesFor(writer, aimedWords(bounds) - words, order.tone)
  paragraphs.splice(Math.max(1, paragraphs.length - 1), 0, ...scenes)
  topUp(paragraphs, writer, bounds, order.tone)
}
