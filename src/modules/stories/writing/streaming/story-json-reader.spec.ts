import * as fc from 'fast-check'
import { nastyTexts } from './hostile-texts.fixture.js'
import { StoryJsonReader, type TextPiece } from './story-json-reader.js'

interface Read {
  readonly title: string
  readonly content: string
}

function read(chunks: readonly string[]): Read {
  const reader = new StoryJsonReader()
  const pieces = [...chunks.flatMap(chunk => reader.push(chunk)), ...reader.end()]
  return { title: textOf('title', pieces), content: textOf('content', pieces) }
}

function textOf(field: TextPiece['field'], pieces: readonly TextPiece[]): string {
  return pieces
    .filter(piece => piece.field === field)
    .map(({ text }) => text)
    .join('')
}

function splitAt(text: string, points: readonly number[]): string[] {
  const sorted = [...new Set(points)].toSorted((a, b) => a - b)
  return [...sorted, text.length].map((point, index) => text.slice(sorted[index - 1] ?? 0, point))
}

/** Ways in which servers write the same object. */
const spellings: readonly ((object: object) => string)[] = [
  object => JSON.stringify(object),
  object => JSON.stringify(object, null, 2),
  object => JSON.stringify(object).replace(/[^\x20-\x7e]/g, escaped),
  object => `\`\`\`json\n${JSON.stringify(object)}\n\`\`\``,
  object => `Here is your story:\n${JSON.stringify(object)}\nEnjoy!`
]

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const others = {
  tags: ['a "tag"', '}{', 'b\\'],
  deep: { title: 'not this', list: [1, [{ content: 'nor this' }], null] },
  count: -1.5e3,
  flag: true,
  summary: 'braces } and "quotes" \\'
}

describe('StoryJsonReader', () => {
  it('reads what JSON.parse reads, for every nasty text, spelling and split: over a million', () => {
    let splits = 0
    // Asserted only once: a million assertions take minutes.
    const wrong: object[] = []
    for (const [index, content] of nastyTexts.entries()) {
      const expected = { title: nastyTexts[(index * 7 + 3) % nastyTexts.length] ?? '', content }
      for (const spell of spellings) {
        for (const json of [spell({ ...expected, ...others }), spell({ ...others, ...expected })]) {
          splits += json.length
          expect(read(Array.from(json, character => character))).toEqual(expected)
          for (let at = 0; at < json.length; at++) {
            const points = [at, at + 1, at + 2, at + 6]
            splits += points.length
            const { title, content: text } = read(splitAt(json, points))
            if (title !== expected.title || text !== content) wrong.push({ at, title, text })
          }
        }
      }
    }
    expect(wrong).toEqual([])
    expect(splits).toBeGreaterThan(1_000_000)
  }, 60_000)

  it('reads any object in any chunks', () => {
    fc.assert(
      fc.property(
        fc.record({ title: fc.string({ unit: 'binary' }), content: fc.string({ unit: 'binary' }) }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.array(fc.nat(2000), { maxLength: 50 }),
        fc.constantFrom(...spellings),
        fc.boolean(),
        (texts, more, points, spell, first) => {
          const { title: _title, content: _content, ...rest } = more
          const json = spell(first ? { ...texts, ...rest } : { ...rest, ...texts })
          expect(
            read(
              splitAt(
                json,
                points.filter(point => point < json.length)
              )
            )
          ).toEqual(texts)
        }
      ),
      { numRuns: 300, seed: 6 }
    )
  })

  it('takes an answer without a brace as prose, its first line as the title', () => {
    const prose = `The Fox\n\n${'A fox ran over the hill. '.repeat(20)}`
    expect(read(Array.from(prose))).toEqual({
      title: 'The Fox',
      content: prose.slice('The Fox\n'.length)
    })
    expect(read(['I cannot do that.'])).toEqual({ title: 'I cannot do that.', content: '' })
  })

  it('gives the content as soon as its characters are known', () => {
    const reader = new StoryJsonReader()
    reader.push('{"title":"T","content":"')
    expect(reader.push('On')).toEqual([{ field: 'content', text: 'On' }])
    expect(reader.push('ce\\')).toEqual([{ field: 'content', text: 'ce' }])
    expect(reader.push('n\\u00')).toEqual([{ field: 'content', text: '\n' }])
    expect(reader.push('e4 was')).toEqual([
      { field: 'content', text: 'ä' },
      { field: 'content', text: ' was' }
    ])
    expect(reader.isComplete).toBe(false)
    reader.push('"}')
    expect(reader.isComplete).toBe(true)
  })
})
