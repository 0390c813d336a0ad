import { beats, type Beat } from './grammar/tongue.ts'
import { keywordSentences } from './keywords.ts'
import { aimedWords, type Story, type StoryOrder } from './order.ts'
import { asText, evened, scenesFor, spread, topUp, wordsOf, type Paragraph } from './paragraphs.ts'
import { Teller, type Sentence } from './teller.ts'

export interface StorySeeds {
  readonly castSeed: number
  readonly proseSeed: number
}

/** What a story can least do without comes first: a short one keeps its start, its peak and its end. */
const priority: readonly Beat[] = ['ending', 'opening', 'want', 'climax', 'trouble', 'turn']

/** A fresh story with every keyword, its words between the bounds; `omitted` are kept out of it. */
export function writeStory(
  order: StoryOrder,
  seeds: StorySeeds,
  omitted: readonly string[] = []
): Story {
  const teller = new Teller({ order, ...seeds, avoid: omitted })
  const keywords = order.keywords.filter(keyword => !omitted.includes(keyword))
  const title = teller.title()
  const aim = aimedWords(order.words)
  const pinned = keywordSentences(teller, keywords, aim)
  const plot = tellPlot(teller, aim - wordsOf([pinned]))
  const room = aim - wordsOf([pinned]) - wordsOf(Object.values(plot))
  const paragraphs = inOrder(plot, scenesFor(teller, room, order.tone))
  topUp(
    paragraphs,
    teller,
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
    content: asText(evened(paragraphs), teller.tongue.gap),
    summary: teller.summary(),
    tags: tagsOf(order, keywords)
  }
}

export function tagsOf(order: StoryOrder, keywords: readonly string[]): readonly string[] {
  const tone = order.tone === 'neutral' ? [] : [order.tone]
  return [...new Set([order.genre, ...tone, ...keywords.slice(0, 3)])].filter(tag => tag !== '')
}

/** The first sentence of every beat, then the second of every beat, until the room is used up. */
function tellPlot(teller: Teller, room: number): Record<Beat, Paragraph> {
  const told: Record<Beat, Paragraph> = {
    opening: [],
    want: [],
    trouble: [],
    turn: [],
    climax: [],
    ending: []
  }
  const untold = new Map<Beat, Sentence[]>(beats.map(beat => [beat, teller.passage(beat)]))
  let left = room
  while (untold.size > 0) {
    for (const beat of priority) {
      const sentence = untold.get(beat)?.shift()
      if (sentence && sentence.words <= left) {
        told[beat].push(sentence)
        left -= sentence.words
      } else {
        untold.delete(beat)
      }
    }
  }
  return told
}

/** Scenes go in thirds behind the want, the trouble and the turn. */
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
