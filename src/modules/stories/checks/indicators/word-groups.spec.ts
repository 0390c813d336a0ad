import {
  distinctShare,
  groupsOfOne,
  oneLonger,
  repeatedShare,
  type WordGroups
} from './word-groups.js'
import { wordsOf } from './words-of.js'

/** The groups of one to four words. */
function groupsOf(text: string, language: string): readonly WordGroups[] {
  const ones = groupsOfOne(wordsOf(text, language))
  const pairs = oneLonger(ones, ones)
  const triples = oneLonger(pairs, ones)
  return [ones, pairs, triples, oneLonger(triples, ones)]
}

describe('Groups of words', () => {
  it.each([
    ['the fox and the owl', 'en', 0.8, 1, 1],
    ['da, da, da, da', 'de', 0.25, 0.333, 0.5],
    ['狐狸和狐狸', 'zh', 0.667, 1, 1],
    ['', 'en', 1, 1, 1]
  ])('"%s" (%s) has the distinct shares %d, %d and %d', (text, language, ...expected) => {
    expect(groupsOf(text, language).slice(0, 3).map(distinctShare)).toEqual(expected)
  })

  it.each([
    ['The fox ran home. The fox ran away.', 0],
    ['The fox ran home. The fox ran home.', 0.4],
    ['one two', 0]
  ])('"%s" has the repeated share %d', (text, expected) => {
    expect(groupsOf(text, 'en').slice(3).map(repeatedShare)).toEqual([expected])
  })
})
