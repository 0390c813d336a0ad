import type { Beat } from './grammar.ts'
import { keywordSentences } from './keywords.ts'
import { aimedWords, type Story, type StoryOrder } from './order.ts'
import { asText, evened, scenesFor, spread, topUp, wordsOf, type Paragraph } from './paragraphs.ts'
import { SentenceWriter, type Sentence, type SentenceWriterOptions } from './sentence-writer.ts'

export interface StorySeeds {
  readonly castSeed: number
  readonly proseSeed: number
}

/**
 * The parts of a story, the most important first: a short story has only its ending, opening, want and
 * climax.
 */
const priority: readonly Beat[] = ['ending', 'opening', 'want', 'climax', 'trouble', 'turn']

/** The parts of the rest of a story. */
const priorityOfRest: readonly Beat[] = ['ending', 'climax']

/**
 * A fresh story with every keyword, its words between the bounds; `omitted` are kept out of it.
 *
 * @param before the sentences that it continues; then it has no beginning
 */
export function writeStory(
  order: StoryOrder,
  seeds: StorySeeds,
  omitted: readonly string[] = [],
  before?: readonly string[],
  liked: Pick<SentenceWriterOptions, 'favouriteName'> = {}
): Story {
  const used = before ?? []
  const writer = new SentenceWriter({ order, ...seeds, ...liked, avoid: omitted, used })
  const keywords = order.keywords.filter(keyword => !omitted.includes(keyword))
  const title = writer.title()
  const aim = aimedWords(order.words)
  const pinned = keywordSentences(writer, keywords, aim)
  const beatsOfPlot = before === undefined ? priority : priorityOfRest
  const plot = writePlot(writer, aim - wordsOf([pinned]), beatsOfPlot)
  const room = aim - wordsOf([pinned]) - wordsOf(Object.values(plot))
  const paragraphs = inOrder(plot, scenesFor(writer, room, order.tone))
  topUp(
    paragraphs,
    writer,
    {
      ...order.words,
      min: order.words.min - wordsOf([pinned]),
      max: order.words.max - wordsOf([pinned])
    },
    order.tone
  )
  spread(paragraphs, pinned)
  return {
    title,
    content: asText(evened(paragraphs), writer.grammar.gap),
    summary: writer.summary(),
    tags: tagsOf(order, keywords)
  }
}

/** Three titles for a story. */
export function proposeTitles(order: StoryOrder, seeds: StorySeeds): readonly string[] {
  const writer = new SentenceWriter({ order, ...seeds })
  return [writer.title(), writer.title(), writer.title()]
}

export function tagsOf(order: StoryOrder, keywords: readonly string[]): readonly string[] {
  const tone = order.tone === 'neutral' ? [] : [order.tone]
  return [...new Set([order.genre, ...tone, ...keywords.slice(0, 3)])].filter(tag => tag !== '')
}

/** The first sentence of every beat, then the second of every beat, until the room is used up. */
function writePlot(
  writer: SentenceWriter,
  room: number,
  order: readonly Beat[]
): Record<Beat, Paragraph> {
  const plot: Record<Beat, Paragraph> = {
    opening: [],
    want: [],
    trouble: [],
    turn: [],
    climax: [],
    ending: []
  }
  const left = new Map<Beat, Sentence[]>(order.map(beat => [beat, writer.passage(beat)]))
  let wordsLeft = room
  while (left.size > 0) {
    for (const beat of order) {
      const sentence = left.get(beat)?.shift()
      if (sentence && sentence.words <= wordsLeft) {
        plot[beat].push(sentence)
        wordsLeft -= sentence.words
      } else {
        left.delete(beat)
      }
    }
  }
  return plot
}

/** A third of the scenes follows each of the want, the trouble and the turn. */
function inOrder(plot: Record<Beat, Paragraph>, scenes: readonly Paragraph[]): Paragraph[] {
  const third = Math.ceil(scenes.length / 3)
  return [
    plot.opening,
    plot.want,
    ...scenes.slice(0, third),
    plot.trouble,
    ...scenes.slice(third, 2 * third),
    plot.turn,
    ...scenes.slice(2 * third),
    plot.climax,
    plot.ending
  ].filter(paragraph => paragraph.length > 0)
}
