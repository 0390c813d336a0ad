import { distinctShare, repeatedShare } from './word-groups.js'
import { wordsOf } from './words-of.js'

describe('Groups of words', () => {
  it.each([
    ['the fox and the owl', 'en', 0.8, 1, 1],
    ['da, da, da, da', 'de', 0.25, 0.333, 0.5],
    ['狐狸和狐狸', 'zh', 0.667, 1, 1],
    ['', 'en', 1, 1, 1]
  ])('"%s" (%s) has the distinct shares %d, %d and %d', (text, language, ...expected) => {
    const words = wordsOf(text, language)
    expect([1, 2, 3].map(size => distinctShare(words, size))).toEqual(expected)
  })

  it.each([
    ['The fox ran home. The fox ran away.', 0],
    ['The fox ran home. The fox ran home.', 0.4],
    ['one two', 0]
  ])('"%s" has the repeated share %d', (text, expected) => {
    expect(repeatedShare(wordsOf(text, 'en'), 4)).toBe(expected)
  })
})
