import * as fc from 'fast-check'
import { diffTexts, type DiffPart } from './story-diff.js'

const without = (parts: readonly DiffPart[], change: DiffPart['change']): string =>
  parts.flatMap(part => (part.change === change ? [] : [part.text])).join('')

describe('The difference of two texts', () => {
  it('is both texts, in parts that are not empty', () => {
    const words = fc.constantFrom('The ', 'fox ', 'ran. ', 'Night ', 'fell.\n\n', '狐', '“Go!” ')
    const texts = fc.oneof(
      fc.array(words, { maxLength: 80 }).map(parts => parts.join('')),
      fc.string({ unit: 'grapheme', maxLength: 100 })
    )
    const property = fc.property(texts, texts, (from, to) => {
      const parts = diffTexts(from, to, 'en')
      expect(without(parts, 'inserted')).toBe(from)
      expect(without(parts, 'deleted')).toBe(to)
      expect(parts.every(part => part.text !== '')).toBe(true)
    })
    fc.assert(property, { numRuns: 1000, seed: 20_261_201 })
  })

  it('names the changed words of a changed sentence', () => {
    expect(diffTexts('It rained. The fox ran.', 'It rained. The owl ran.', 'en')).toEqual([
      { change: 'equal', text: 'It rained. The ' },
      { change: 'deleted', text: 'fox' },
      { change: 'inserted', text: 'owl' },
      { change: 'equal', text: ' ran.' }
    ])
  })

  it('is one change for texts that are too different', () => {
    const sentences = (word: string): string =>
      Array.from({ length: 700 }, (_, index) => `${word} ${index} ran. `).join('')
    const parts = diffTexts(sentences('Fox'), sentences('Owl'), 'en')
    expect(parts.map(({ change }) => change)).toEqual(['deleted', 'inserted'])
  })

  it('does not compare long passages by words', () => {
    const passage = (word: string): string => `${`${word} and `.repeat(800)}home.`
    expect(diffTexts(passage('fox'), passage('owl'), 'en')).toHaveLength(2)
  })
})
