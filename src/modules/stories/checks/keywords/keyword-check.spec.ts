import { usedAndMissing } from './keywords.fixture.ts'

const text = `The old fox lived — as foxes do — under a well-known oak. “Who’s there?” it asked the
raven; nobody's answer came. In 1984 there were 3,000.5 reasons to stay, and one to go.`

/** A small generator with a seed (mulberry32): the same strings on every run. */
function randomly(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

describe('checkKeywords', () => {
  it('keeps the order and the spelling of the keywords in the request', () => {
    const keywords = ['Dragon', 'OAK', 'foxes', 'Ｆｏｘ', 'castle', 'well known']
    expect(usedAndMissing(keywords, text, 'en')).toEqual({
      used: ['OAK', 'foxes', 'Ｆｏｘ', 'well known'],
      missing: ['Dragon', 'castle']
    })
  })

  it.each(['', ' ', '\u200B', '\u00AD'])('never finds an invisible keyword: %j', keyword => {
    expect(usedAndMissing([keyword], text, 'en').missing).toEqual([keyword])
  })

  it('finds no keyword in an empty text', () => {
    expect(usedAndMissing(['fox', 'C++', '狐'], '', 'en').used).toEqual([])
  })

  it.each(['en', 'EN-us', 'de', 'fr', 'it', 'tr', 'fi', 'ko', 'und', 'x-private', ''])(
    'finds every word of a text in it, with the language tag %j',
    language => {
      const words = [
        'The',
        'old',
        'fox',
        'lived',
        'as',
        'foxes',
        'do',
        'oak',
        '1984',
        '3,000.5',
        'go'
      ]
      expect(usedAndMissing(words, text, language).missing).toEqual([])
    }
  )

  it('finds a keyword across the line break of a wrapped text', () => {
    expect(usedAndMissing(['the raven'], text, 'en').used).toEqual(['the raven'])
  })

  it('finds no phrase across a paragraph break', () => {
    expect(usedAndMissing(['red fox'], 'All was red.\n\nFox and all', 'en').used).toEqual([])
    expect(usedAndMissing(['red fox'], 'All was red\n\nFox and all', 'en').used).toEqual([])
    expect(usedAndMissing(['red foxes'], 'the red \n fox', 'en').used).toEqual(['red foxes'])
  })

  it('accepts any characters in a keyword and never throws', () => {
    const random = randomly(20260101)
    const characters = Array.from(
      `aZß9 .,-_'’"+#*?()[]{}|\\/^$&@\n\u200D\uFE0F🦊👩京ねタแม가אﬁİı\u0301\uD800`
    )
    for (let round = 0; round < 5000; round++) {
      const keyword = Array.from(
        { length: 1 + random(6) },
        () => characters[random(characters.length)]
      )
      const joined = keyword.join('')
      const { used, missing } = usedAndMissing([joined], `${text} ${joined}x x${joined}`, 'en')
      expect([...used, ...missing]).toEqual([joined])
    }
  })

  it('finds any keyword with a letter between two spaces', () => {
    const random = randomly(42)
    const characters = Array.from(`abZßé9-'+#.&🦊京ねタ가İ`)
    for (let round = 0; round < 2000; round++) {
      const picked = Array.from(
        { length: 1 + random(5) },
        () => characters[random(characters.length)]
      )
      const keyword = picked.join('')
      expect(usedAndMissing([keyword], `Once ${keyword} was here.`, 'en').used).toEqual([keyword])
    }
  })
})
