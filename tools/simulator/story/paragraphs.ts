import { aimedWords, type Tone, type WordBounds } from './order.ts'
import type { Sentence, SentenceWriter } from './sentence-writer.ts'

export type Paragraph = Sentence[]

const minSentences = 3
const maxSentences = 6
/** Ends the search for scenes when the grammar has none left that fit. */
const maxFruitlessDraws = 40

export function wordsOf(paragraphs: readonly (readonly Sentence[])[]): number {
  let words = 0
  for (const paragraph of paragraphs) for (const sentence of paragraph) words += sentence.words
  return words
}

/** The first sentences of a passage that fit into the room: a passage may end anywhere. */
function fitting(passage: readonly Sentence[], room: number): Paragraph {
  let used = 0
  const end = passage.findIndex(sentence => (used += sentence.words) > room)
  return end === -1 ? [...passage] : passage.slice(0, end)
}

/** Scenes with about this number of words, never more. */
export function scenesFor(writer: SentenceWriter, room: number, tone: Tone): Paragraph[] {
  const scenes: Paragraph[] = []
  let left = room
  let fruitless = 0
  while (left > 6 && fruitless < maxFruitlessDraws) {
    const scene = fitting(writer.passage('scene'), left)
    // Every second scene ends with a sentence in the requested tone.
    const aside = scenes.length % 2 === 0 ? writer.aside(tone) : undefined
    left -= wordsOf([scene])
    if (aside && aside.words <= left) {
      scene.push(aside)
      left -= aside.words
    }
    if (scene.length === 0) fruitless += 1
    else scenes.push(scene)
  }
  return scenes
}

/** Extends a story that is a little short to its minimum, or close to the target length. */
export function topUp(
  paragraphs: Paragraph[],
  writer: SentenceWriter,
  bounds: WordBounds,
  tone: Tone
): void {
  let words = wordsOf(paragraphs)
  let next = 0
  const add = (sentence: Sentence): void => {
    // The last paragraph is left out, so that the ending stays last.
    const place = paragraphs[next % Math.max(1, paragraphs.length - 1)]
    if (place) place.push(sentence)
    else paragraphs.push([sentence])
    words += sentence.words
    next += 1
  }
  while (words < aimedWords(bounds) - 14) {
    const aside = writer.aside(tone)
    if (!aside || words + aside.words > bounds.max) break
    add(aside)
  }
  while (words < bounds.min) {
    const short = writer.short(bounds.max - words)
    if (!short) break
    add(short)
  }
}

/** Spreads the keyword sentences over the story, at the ends of paragraphs before the last. */
export function spread(paragraphs: Paragraph[], pinned: readonly Sentence[]): void {
  if (paragraphs.length === 0) {
    paragraphs.push([...pinned])
    return
  }
  const places = Math.max(1, paragraphs.length - 1)
  for (const [index, sentence] of pinned.entries()) {
    const place = paragraphs[Math.floor(((index + 0.5) * places) / pinned.length)] ?? []
    // A story of one paragraph still ends with its ending.
    if (paragraphs.length === 1) place.splice(-1, 0, sentence)
    else place.push(sentence)
  }
}

/** Paragraphs of three to six sentences, as far as there are enough of them. */
export function evened(paragraphs: readonly Paragraph[]): Paragraph[] {
  const merged: Paragraph[] = []
  for (const paragraph of paragraphs) {
    const last = merged.at(-1)
    const small = Math.min(last?.length ?? minSentences, paragraph.length) < minSentences
    if (last && small) last.push(...paragraph)
    else if (paragraph.length > 0) merged.push([...paragraph])
  }
  return merged.flatMap(inEvenParts)
}

function inEvenParts(paragraph: Paragraph): Paragraph[] {
  const parts = Math.ceil(paragraph.length / maxSentences)
  const start = (part: number): number => Math.floor((part * paragraph.length) / parts)
  return Array.from({ length: parts }, (_, part) => paragraph.slice(start(part), start(part + 1)))
}

export function asText(paragraphs: readonly Paragraph[], gap: string): string {
  return paragraphs
    .map(paragraph => paragraph.map(sentence => sentence.text).join(gap))
    .join('\n\n')
}
