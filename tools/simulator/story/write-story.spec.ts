import { families } from './grammar.ts'
import { familyOf } from './grammars.ts'
import { tones, type StoryOrder } from './order.ts'
import { countWords, splitSentences } from './text/words.ts'
import { writeStory } from './write-story.ts'

const vocabulary = [
  'dragon',
  'C++',
  'old lighthouse',
  'Paris',
  'courage',
  'tea',
  'the sea',
  'Łódź',
  'robots',
  'time travel'
]

function orderFor(seed: number, overrides: Partial<StoryOrder> = {}): StoryOrder {
  return {
    keywords: vocabulary.slice(0, 1 + (seed % vocabulary.length)),
    genre: families[seed % families.length] ?? 'generic',
    tone: tones[seed % tones.length] ?? 'neutral',
    language: 'en',
    audience: 'general',
    words: { min: 300, max: 500 },
    ...overrides
  }
}

function write(seed: number, overrides: Partial<StoryOrder> = {}, omitted: string[] = []) {
  const order = orderFor(seed, overrides)
  return { order, story: writeStory(order, { castSeed: seed, proseSeed: seed }, omitted) }
}

const seeds = Array.from({ length: 200 }, (_, seed) => seed)

describe('A story', () => {
  it.each([100, 500, 1000, 2000])(
    'of at most %i words contains its keywords and has its length',
    max => {
      const failures = seeds.flatMap(seed => {
        const { order, story } = write(seed, { words: { min: Math.round(max * 0.6), max } })
        const words = countWords(story.content, 'en')
        const missing = order.keywords.filter(keyword => !story.content.includes(keyword))
        const fits = words >= order.words.min && words <= max
        return fits && missing.length === 0 ? [] : [{ seed, words, missing }]
      })
      expect(failures).toEqual([])
    }
  )

  it.each(['de', 'es', 'fr', 'ja', 'it', 'not a language'])(
    'in %s is within the bounds too',
    language => {
      for (const seed of seeds.slice(0, 40)) {
        for (const max of [100, 500, 2000]) {
          const { order, story } = write(seed, { language, words: { min: max * 0.6, max } })
          const words = countWords(story.content, language)
          expect(words).toBeGreaterThanOrEqual(order.words.min)
          expect(words).toBeLessThanOrEqual(max)
          for (const keyword of order.keywords) expect(story.content).toContain(keyword)
        }
      }
    }
  )

  it('supports a range of a single number', () => {
    for (const seed of seeds) {
      const { story } = write(seed, { words: { min: 250, max: 250 } })
      expect(countWords(story.content, 'en')).toBe(250)
    }
  })

  it('repeats no sentence up to 2000 words', () => {
    for (const seed of seeds.slice(0, 60)) {
      const { story } = write(seed, { words: { min: 1900, max: 2000 } })
      const sentences = splitSentences(story.content, 'en').filter(text => text.length > 25)
      expect(new Set(sentences).size).toBe(sentences.length)
    }
  })

  it('has paragraphs of three to six sentences once it is long enough', () => {
    for (const seed of seeds.slice(0, 60)) {
      const { story } = write(seed, { words: { min: 600, max: 1000 } })
      const sizes = story.content
        .split('\n\n')
        .map(paragraph => splitSentences(paragraph, 'en').length)
      // The sentence splitter treats a question in direct speech as a separate sentence.
      expect(Math.max(...sizes)).toBeLessThanOrEqual(8)
      expect(sizes.filter(size => size >= 3).length).toBeGreaterThan(sizes.length * 0.8)
    }
  })

  it('has a title of two to six words on one line', () => {
    for (const seed of seeds) {
      const { title } = write(seed).story
      expect(title).not.toMatch(/[\n{}#*]/)
      expect(countWords(title, 'en')).toBeGreaterThanOrEqual(2)
      expect(countWords(title, 'en')).toBeLessThanOrEqual(6)
    }
  })

  it.each(['en', 'de', 'es', 'fr', 'ja'])('leaves no placeholder in %s', language => {
    for (const seed of seeds.slice(0, 60)) {
      const { title, content, summary } = write(seed, {
        language,
        words: { min: 1000, max: 2000 }
      }).story
      expect(title + content + summary).not.toMatch(/[{}]|undefined/)
    }
  })

  it('is the same for the same seeds, and different for others', () => {
    expect(write(3).story).toEqual(write(3).story)
    const contents = seeds.map(
      seed => writeStory(orderFor(1), { castSeed: seed, proseSeed: seed }).content
    )
    expect(new Set(contents).size).toBe(seeds.length)
  })

  it('contains no omitted keywords and no inflections of them', () => {
    for (const seed of seeds) {
      const keywords = ['lamp', 'door', 'dragon', 'story']
      const { story } = write(seed, { keywords }, keywords)
      expect(story.content + story.tags.join(' ')).not.toMatch(
        /\b(?:lamp|door|dragon|stor(?:y|ies))/i
      )
    }
  })
})

describe('A genre', () => {
  it.each([
    ['Dark Fantasy', 'fantasy'],
    ['sci-fi', 'science-fiction'],
    ['Krimi', 'mystery'],
    ['fairy tale', 'fairy-tale'],
    ['historical romance', 'romance'],
    ['pirate adventure', 'adventure'],
    ['slice of life', 'generic']
  ])('%s belongs to the family %s', (genre, family) => {
    expect(familyOf(genre, 'general')).toBe(family)
  })

  it('of horror becomes a mystery for children', () => {
    expect(familyOf('horror', 'children')).toBe('mystery')
  })
})
