import * as fc from 'fast-check'
import { storyTags } from './story-tags.js'

describe('The tags of a story', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    [
      'are the keywords used, then those of the model',
      ['fox'],
      ['night', 'courage'],
      ['fox', 'night', 'courage']
    ],
    ['contain each tag once in any letter case', ['Fox'], ['fox', 'FOX', 'den'], ['Fox', 'den']],
    [
      'contain each tag once in any Unicode normalisation',
      ['caf\u00e9'],
      ['cafe\u0301'],
      ['caf\u00e9']
    ],
    ['contain no single letter', ['x', 'ox'], ['狐', '🦊'], ['ox']],
    ['contain none that is too long', ['x'.repeat(51), 'y'.repeat(50)], [], ['y'.repeat(50)]],
    [
      'have lengths as Kuybi counts them',
      ['🦊'.repeat(26), '🦊'.repeat(25)],
      [],
      ['🦊'.repeat(25)]
    ],
    ['have no line breaks', ['fox\n den\u0000'], [' a\tb '], ['fox den', 'a b']],
    ['may be none', ['x'], [], []]
  ])('%s', (_, keywords, modelTags, tags) => {
    expect(storyTags(keywords, modelTags)).toEqual(tags)
  })

  it('are at most 50', () => {
    const many = Array.from({ length: 60 }, (_, at) => `tag ${at}`)
    expect(storyTags(['fox'], many)).toEqual(['fox', ...many.slice(0, 49)])
  })

  it('are within the limits for any text, and are idempotent', () => {
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.constantFrom('\uD800', 'İ', 'ß', 'SS', '\u202Efox', '👩‍👩‍👧'.repeat(7))
      ),
      { maxLength: 70 }
    )
    fc.assert(
      fc.property(texts, texts, (keywords, modelTags) => {
        const tags = storyTags(keywords, modelTags)
        expect(tags.length).toBeLessThanOrEqual(50)
        for (const tag of tags) {
          expect(Array.from(tag).length).toBeGreaterThanOrEqual(2)
          expect(tag.length).toBeLessThanOrEqual(50)
          expect(tag.isWellFormed()).toBe(true)
          expect(tag.trim()).toBe(tag)
        }
        expect(storyTags(tags, [])).toEqual(tags)
      }),
      { seed: 20_261_120 }
    )
  })
})
