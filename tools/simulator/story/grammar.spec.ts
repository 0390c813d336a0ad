import { readFileSync } from 'node:fs'
import { parseGrammar } from './grammar.ts'
import { grammarOf } from './grammars.ts'

type Fields = Readonly<Record<string, unknown>>

const english = JSON.parse(
  readFileSync(new URL('../grammars/en.json', import.meta.url), 'utf8')
) as Fields

describe('A grammar', () => {
  it.each<[problem: string, change: Fields, message: string]>([
    ['a missing field', { shorts: undefined }, '"shorts" is not a list of strings'],
    ['an empty list', { titles: [] }, '"titles" is not a list of strings'],
    ['a missing tone', { asides: {} }, '"asides" has no "neutral"'],
    ['an unknown family', { genres: { western: ['cowboy'] } }, 'the unknown name "western"'],
    ['a slot without a pool', { titles: ['The {colour} door'] }, 'unknown slot {colour}'],
    ['a tone without its pool', { poolsOfTone: {} }, 'unknown slot {mood}'],
    ['a missing form of a figure', { figures: [{ names: ['Mira'] }] }, 'unknown slot {them}'],
    ['a keyword sentence without one', { keywordsAsList: ['It rained.'] }, 'no {k} in "It rained."']
  ])('with %s is rejected', (_problem, change, message) => {
    expect(() => parseGrammar({ ...english, ...change })).toThrow(message)
  })

  it('is found by the primary subtag, and defaults to English', () => {
    expect(grammarOf('fr-CA')).toBe(grammarOf('FR'))
    expect(grammarOf('fr').summaries).not.toEqual(grammarOf('en').summaries)
    expect(grammarOf('tlh')).toBe(grammarOf('en'))
  })
})
