import { toTitle } from './to-title.ts'

describe('toTitle', () => {
  it.each([
    ['The Fox', 'The Fox'],
    ['# **The** _Fox_', 'The Fox'],
    ['Title: The Fox', 'The Fox'],
    ['**Story title:** "The Fox."', 'The Fox'],
    ['"Title: The Fox"', 'The Fox'],
    ['Final Title: The Fox', 'The Fox'],
    ['1. The Fox', 'The Fox'],
    ['"## The Fox"', 'The Fox'],
    ['Chapter 1: The Fox', 'The Fox'],
    ['Kapitel 2 – Der Fuchs', 'Der Fuchs'],
    ['Story Title - The Fox', 'The Fox'],
    ['Title 1: The Fox', 'The Fox'],
    ['Here is your story: The Fox', 'The Fox'],
    ['IV. The Fox', 'The Fox'],
    ['The Fox (100 words)', 'The Fox'],
    ['The Fox\\n', 'The Fox'],
    ['The Fox: A Fable', 'The Fox: A Fable'],
    ['The Fox - A short story', 'The Fox'],
    ['The Fox: A Short Story', 'The Fox'],
    ['A Short Story', 'A Short Story'],
    ['The Fox by GPT-4o', 'The Fox'],
    ['The Fox (by ChatGPT)', 'The Fox'],
    ['The Fox – written by an AI', 'The Fox'],
    ['The Fox by Claude Monet', 'The Fox by Claude Monet'],
    ['Stranded by Mistral Winds', 'Stranded by Mistral Winds'],
    ['.The Fox', 'The Fox'],
    ['...and a Fox', '...and a Fox'],
    ['The Fox &amp; the Hen', 'The Fox & the Hen'],
    ['タイトル：狐の嫁入り。', '狐の嫁入り'],
    ['«Лиса»', 'Лиса'],
    ['“‘The Fox’”', 'The Fox'],
    ["'The Fox's Tale'", "The Fox's Tale"],
    ['„Der Fuchs“', 'Der Fuchs'],
    ['『きつね』', 'きつね'],
    ['“Yes” and “No”', '“Yes” and “No”'],
    ['"Yes" and "No"', '"Yes" and "No"'],
    ['The  \n\n Fox\t!', 'The Fox !'],
    ['The Fox.', 'The Fox'],
    ['The Fox...', 'The Fox...'],
    ['The Fox…', 'The Fox…'],
    ['The U.S.', 'The U.S.'],
    ['Who?', 'Who?'],
    ['#1 Fan', '#1 Fan'],
    ['Titles: a tale', 'Titles: a tale'],
    ['1984', '1984'],
    ['火の鳥', '火の鳥']
  ])('converts %j to %j', (raw, title) => {
    expect(toTitle(raw)).toBe(title)
  })

  it.each(['', '  ', 'ab', '**ab**', '"ab."', '* * *', 'Title:', '狐狸', '😀😀', '""', '"'])(
    'returns undefined for %j',
    raw => {
      expect(toTitle(raw)).toBeUndefined()
    }
  )

  it('cuts a long title between words', () => {
    const title = toTitle('The very, long tale of the fox, '.repeat(10))
    expect(title?.length).toBeLessThanOrEqual(200)
    expect(title).toMatch(/ (?:The|very|long|tale|of|the|fox)$/)
  })

  it('does not shorten 200 characters', () => {
    expect(toTitle('a'.repeat(200))).toHaveLength(200)
  })

  it.each([
    'a'.repeat(500),
    '😀'.repeat(150),
    '狐の嫁入り'.repeat(60),
    'e\u0301'.repeat(150),
    '👩‍🚀'.repeat(50)
  ])('cuts text without spaces between characters', raw => {
    const title = toTitle(raw) ?? ''
    expect(title.length).toBeGreaterThan(190)
    expect(title.length).toBeLessThanOrEqual(200)
    expect(raw.startsWith(title)).toBe(true)
    expect(title.isWellFormed()).toBe(true)
  })

  it.each(['Title: "The Fox."', 'word, '.repeat(60), '«„a“ b»', 'a.b. c..'])(
    'is idempotent: %j',
    raw => {
      const title = toTitle(raw) ?? ''
      expect(toTitle(title)).toBe(title)
    }
  )
})
