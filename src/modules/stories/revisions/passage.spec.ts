import * as fc from 'fast-check'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { frameOf } from '#modules/stories/writing/revisions/passage-frame.js'
import { passageOf } from './passage.js'

const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
  fc
    .array(fc.constantFrom('fox', ' ', '\n\n', '“', '”', '.', '狐', '👩‍👩‍👧', '\u0301', '🦊'), {
      minLength: 1,
      maxLength: 60
    })
    .map(parts => parts.join(''))
)

/** A passage of the content, or undefined if it is refused. */
function passage(content: string, start: number, end: number) {
  try {
    return passageOf(content, { start, end })
  } catch (error) {
    if (error instanceof ValidationFailed) return undefined
    throw error
  }
}

describe('A passage', () => {
  it('is replaced without another change, in 2,000 random texts', () => {
    let replaced = 0
    const property = fc.property(
      text,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(100),
      text,
      (content, share, length, written) => {
        const start = Math.floor(share * content.length)
        const end = Math.min(content.length, start + length)
        const found = passage(content, start, end)
        if (found === undefined) return
        replaced++
        const old = content.slice(start, end)
        expect(content.slice(found.start, found.end)).toBe(old.trim())
        const parent = { id: '', title: '', summary: '', tags: [], model: '', content }
        const revision = { kind: 'rewrite', ...found } as const
        const frame = frameOf({ revision, parent, earlier: [] }, 'en')
        const result = frame.before + frame.push(written) + frame.end()
        expect(result.isWellFormed()).toBe(content.isWellFormed() && written.isWellFormed())
        expect(result.slice(0, found.start)).toBe(content.slice(0, found.start))
        expect(result.slice(found.start + written.length)).toBe(content.slice(found.end))
      }
    )
    fc.assert(property, { numRuns: 2000, seed: 20_261_201 })
    expect(replaced).toBeGreaterThan(500)
  })

  it.each([
    ['is named by its text', { quote: 'fox' }, { start: 4, end: 7 }],
    ['has no white space around it', { quote: ' fox ' }, { start: 4, end: 7 }],
    ['may be the whole text', {}, { start: 0, end: 16 }]
  ])('%s', (_, choice, expected) => {
    expect(passageOf('The fox ran far.', choice)).toEqual(expected)
  })

  it.each([
    ['an unknown quote', { quote: 'owl' }],
    ['a quote that occurs twice', { quote: 'a' }],
    ['an end behind the text', { start: 0, end: 17 }],
    ['no length', { start: 3, end: 3 }],
    ['only a space', { start: 3, end: 4 }]
  ])('is refused for %s', (_, choice) => {
    expect(() => passageOf('The fox ran far.', choice)).toThrow(ValidationFailed)
  })

  it.each([
    { start: 1, end: 4 },
    { start: 0, end: 1 }
  ])('is refused inside a character', choice => {
    expect(() => passageOf('🦊 ran', choice)).toThrow('is inside a character')
  })
})
