import { editStory, type FormerStory } from './edit-story.ts'
import type { StoryEdit, StoryOrder } from './order.ts'
import { countWords } from './text/words.ts'
import { writeStory } from './write-story.ts'

const keywords = ['dragon', 'old lighthouse', 'C++', 'courage']
const seeds = Array.from({ length: 100 }, (_, seed) => seed)
const again = { castSeed: 1, proseSeed: 2 }

function orderOf(words: StoryOrder['words'], language = 'en'): StoryOrder {
  return { keywords, genre: 'fantasy', tone: 'epic', language, audience: 'general', words }
}

/** What the edits mean, with quotes that must be exact and unique. */
function apply(content: string, edits: readonly StoryEdit[]): string {
  return edits.reduce((text, { action, from, to, text: added }) => {
    const start = text.indexOf(from)
    expect(start).not.toBe(-1)
    expect(text.lastIndexOf(from)).toBe(start)
    const end = to === '' ? start + from.length : text.indexOf(to, start) + to.length
    return action === 'insert'
      ? `${text.slice(0, end)} ${added}${text.slice(end)}`
      : text.slice(0, start) + added + text.slice(end)
  }, content)
}

function edited(
  order: StoryOrder,
  former: Omit<FormerStory, 'missing'>,
  missing: string[]
): string {
  return apply(former.content, editStory(order, { ...former, missing }, again))
}

describe('The edits of a story', () => {
  it.each([100, 500, 1000, 2000])('of %i words add the missing keywords', max => {
    for (const seed of seeds) {
      const order = orderOf({ min: Math.round(max * 0.6), max })
      const former = writeStory(order, { castSeed: seed, proseSeed: 1 }, keywords.slice(1))
      const content = edited(order, former, keywords.slice(1))
      for (const keyword of keywords) expect(content).toContain(keyword)
      expect(countWords(content, 'en')).toBeGreaterThanOrEqual(order.words.min)
      expect(countWords(content, 'en')).toBeLessThanOrEqual(max)
    }
  })

  it.each([
    { min: 300, max: 500 },
    { min: 380, max: 400 }
  ])('shorten it to %j without losing a keyword', words => {
    for (const seed of seeds) {
      const long = orderOf({ min: 900, max: 910 })
      const former = writeStory(long, { castSeed: seed, proseSeed: 1 })
      const content = edited(orderOf(words), former, [])
      expect(countWords(content, 'en')).toBeGreaterThanOrEqual(words.min)
      expect(countWords(content, 'en')).toBeLessThanOrEqual(words.max)
      for (const keyword of keywords) expect(content).toContain(keyword)
    }
  })

  it.each(['de', 'es', 'fr', 'ja'])('work in %s', language => {
    for (const seed of seeds.slice(0, 30)) {
      const order = orderOf({ min: 300, max: 500 }, language)
      const former = writeStory(order, { castSeed: seed, proseSeed: 1 }, keywords)
      const content = edited(order, former, keywords)
      for (const keyword of keywords) expect(content).toContain(keyword)
    }
  })

  it('leave out what a call omits, and are none where nothing is missing', () => {
    const order = orderOf({ min: 300, max: 500 })
    const former = writeStory(order, { castSeed: 1, proseSeed: 1 }, ['courage'])
    expect(editStory(order, { ...former, missing: ['courage'] }, again, ['courage'])).toEqual([])
    expect(editStory(order, { ...former, missing: [] }, again)).toEqual([])
  })

  it('delete a repeated passage', () => {
    const order = orderOf({ min: 300, max: 500 })
    const { content } = writeStory(order, again)
    const [copy = ''] = content.split('\n\n')
    const former = { title: 'T', content: `${content}\n\n${copy}`, missing: [] }
    const edit = editStory(order, { ...former, repeated: copy.slice(0, 90) }, again).at(-1)
    expect(edit).toMatchObject({ action: 'replace', text: '' })
    expect(copy.startsWith(edit?.from ?? '-')).toBe(true)
    expect(copy.endsWith(edit?.to ?? '-')).toBe(true)
  })
})
