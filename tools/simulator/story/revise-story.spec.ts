import { grammarOf } from './grammars.ts'
import type { StoryOrder } from './order.ts'
import { reviseStory } from './revise-story.ts'
import { countWords, splitSentences } from './text/words.ts'
import { writeStory } from './write-story.ts'

const keywords = ['dragon', 'old lighthouse', 'C++', 'courage']
const seeds = Array.from({ length: 100 }, (_, seed) => seed)

function orderOf(words: StoryOrder['words'], language = 'en'): StoryOrder {
  return { keywords, genre: 'fantasy', tone: 'epic', language, audience: 'general', words }
}

describe('A revision', () => {
  it.each([100, 500, 1000, 2000])('of %i words adds the missing keywords', max => {
    for (const seed of seeds) {
      const order = orderOf({ min: Math.round(max * 0.6), max })
      const former = writeStory(order, { castSeed: seed, proseSeed: 1 }, keywords.slice(1))
      const story = reviseStory(
        order,
        { former, missing: keywords.slice(1), words: order.words },
        { castSeed: seed, proseSeed: 2 }
      )
      const words = countWords(story.content, 'en')
      for (const keyword of keywords) expect(story.content).toContain(keyword)
      expect(words).toBeGreaterThanOrEqual(order.words.min)
      expect(words).toBeLessThanOrEqual(max)
    }
  })

  it('keeps the title and every sentence when the length was right', () => {
    const order = orderOf({ min: 300, max: 500 })
    const former = writeStory(order, { castSeed: 1, proseSeed: 1 }, ['courage'])
    const story = reviseStory(
      order,
      { former, missing: ['courage'], words: order.words },
      { castSeed: 1, proseSeed: 2 }
    )
    expect(story.title).toBe(former.title)
    for (const sentence of splitSentences(former.content, 'en')) {
      expect(story.content).toContain(sentence)
    }
  })

  it.each([
    ['lengthens', 90, { min: 300, max: 500 }],
    ['shortens', 900, { min: 300, max: 500 }],
    ['shortens to one exact length', 900, { min: 400, max: 400 }]
  ])('%s a story without losing a keyword', (_, length, words) => {
    for (const seed of seeds) {
      const former = writeStory(orderOf({ min: length, max: length + 10 }), {
        castSeed: seed,
        proseSeed: 1
      })
      const story = reviseStory(
        orderOf(words),
        { former, missing: [], words },
        { castSeed: seed, proseSeed: 2 }
      )
      const count = countWords(story.content, 'en')
      expect(count).toBeGreaterThanOrEqual(words.min)
      expect(count).toBeLessThanOrEqual(words.max)
      for (const keyword of keywords) expect(story.content).toContain(keyword)
    }
  })

  it.each(['de', 'es', 'fr', 'ja'])('works in %s', language => {
    for (const seed of seeds.slice(0, 30)) {
      const order = orderOf({ min: 300, max: 500 }, language)
      const former = writeStory(
        orderOf({ min: 90, max: 100 }, language),
        { castSeed: seed, proseSeed: 1 },
        keywords
      )
      const story = reviseStory(
        order,
        { former, missing: keywords, words: order.words },
        { castSeed: seed, proseSeed: 2 }
      )
      const count = countWords(story.content, language)
      expect(count).toBeGreaterThanOrEqual(300)
      expect(count).toBeLessThanOrEqual(500)
      for (const keyword of keywords) expect(story.content).toContain(keyword)
    }
  })

  it('continues with the same characters', () => {
    const order = orderOf({ min: 700, max: 900 })
    const former = writeStory(orderOf({ min: 300, max: 310 }), { castSeed: 5, proseSeed: 1 })
    const story = reviseStory(
      order,
      { former, missing: [], words: order.words },
      { castSeed: 5, proseSeed: 99 }
    )
    const names = grammarOf('en').figures.map(({ name }) => name)
    const inFormer = names.filter(name => former.content.includes(name))
    expect(inFormer).toHaveLength(2)
    expect(names.filter(name => story.content.includes(name))).toEqual(inFormer)
  })
})
