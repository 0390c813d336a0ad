import * as fc from 'fast-check'
import { diffTexts, type DiffPart } from './story-diff.js'

const without = (parts: readonly DiffPart[], change: DiffPart['change']): string =>
  parts.flatMap(part => (part.change === change ? [] : [part.text])).join('')

describe('The difference of two texts', () => {
  it('is both texts, in parts that are not empty', async () => {
    const words = fc.constantFrom('The ', 'fox ', 'ran. ', 'Night ', 'fell.\n\n', '狐', '“Go!” ')
    const texts = fc.oneof(
      fc.array(words, { maxLength: 80 }).map(parts => parts.join('')),
      fc.string({ unit: 'grapheme', maxLength: 100 })
    )
    const property = fc.asyncProperty(texts, texts, async (from, to) => {
      const parts = await diffTexts(from, to, 'en')
      expect(without(parts, 'inserted')).toBe(from)
      expect(without(parts, 'deleted')).toBe(to)
      expect(parts.every(part => part.text !== '')).toBe(true)
    })
    await fc.assert(property, { numRuns: 1000, seed: 20_261_201 })
  })

  it('names the changed words of a changed sentence', async () => {
    expect(await diffTexts('It rained. The fox ran.', 'It rained. The owl ran.', 'en')).toEqual([
      { change: 'equal', text: 'It rained. The ' },
      { change: 'deleted', text: 'fox' },
      { change: 'inserted', text: 'owl' },
      { change: 'equal', text: ' ran.' }
    ])
  })

  it('is one change for texts that are too different', async () => {
    const sentences = (word: string): string =>
      Array.from({ length: 700 }, (_, index) => `${word} ${index} ran. `).join('')
    const parts = await diffTexts(sentences('Fox'), sentences('Owl'), 'en')
    expect(parts.map(({ change }) => change)).toEqual(['deleted', 'inserted'])
  })

  it('is one change for texts of too many sentences', async () => {
    const text = 'Run! '.repeat(5001)
    const parts = await diffTexts(text, `${text}Stop! `, 'en')
    expect(parts.map(({ change }) => change)).toEqual(['deleted', 'inserted'])
  })

  it('compares a limited number of changed sentences by words', async () => {
    const sentences = (word: string): string =>
      Array.from({ length: 300 }, (_, at) =>
        at % 2 === 0
          ? `Nothing happened in house ${at}. `
          : `So ${'so '.repeat(90)}${word} ran ${at}. `
      ).join('')
    const parts = await diffTexts(sentences('fox'), sentences('owl'), 'en')
    const deleted = parts
      .filter(({ change }) => change === 'deleted')
      .map(({ text }) => text.length)
    expect(Math.min(...deleted)).toBe('fox'.length)
    expect(Math.max(...deleted)).toBeGreaterThan(200)
  })
})
