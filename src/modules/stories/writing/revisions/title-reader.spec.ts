import { readTitles } from './title-reader.js'

describe('The titles of an answer', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'are those of its array',
      '{"titles": ["The Fox", "A Night Out"]}',
      ['The Fox', 'A Night Out']
    ],
    [
      'are one line of plain text',
      '{"titles": ["# **The Fox**", "\\"A Night Out\\""]}',
      ['The Fox', 'A Night Out']
    ],
    ['are each there once', '{"titles": ["The Fox", "the fox", "KNOWN ONE"]}', ['The Fox']],
    [
      'are in the language',
      '{"titles": ["Der Fuchs ging mit der Laterne durch die lange Nacht und kam nicht mehr nach Hause zurück", "The Fox"]}',
      ['The Fox']
    ],
    [
      'are no other texts',
      '{"title": "The Owl", "titles": ["The Fox"], "note": "done"}',
      ['The Fox']
    ],
    ['may be in a code fence', 'Here:\n```json\n{"titles": ["The Fox"]}\n```', ['The Fox']],
    ['may be cut off', '{"titles": ["The Fox", "A Nig', ['The Fox']],
    ['may be none', 'The Fox', []],
    [
      'are at most twenty',
      JSON.stringify({
        titles: Array.from({ length: 30 }, (_, at) => `The Fox of ${at} Lanterns`)
      }),
      Array.from({ length: 20 }, (_, at) => `The Fox of ${at} Lanterns`)
    ]
  ])('%s', (_, answer, titles) => {
    expect(readTitles(answer, 'en', ['Known One'])).toEqual(titles)
  })

  it('are read in linear time, and cut', () => {
    const long = readTitles(JSON.stringify({ titles: ['x '.repeat(7000)] }), 'en', [])
    expect(long[0]?.length).toBeLessThanOrEqual(200)
  })
})
