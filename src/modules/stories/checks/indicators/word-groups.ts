import { round } from './round.js'

/** The groups of adjacent words of a text, in order. Equal groups have the same number, counted from 0. */
export interface WordGroups {
  readonly numbers: readonly number[]
  readonly distinct: number
}

/** Groups of one word. */
export function groupsOfOne(words: readonly string[]): WordGroups {
  return numbered(words)
}

/** Groups of one word more. */
export function oneLonger({ numbers }: WordGroups, ofOne: WordGroups): WordGroups {
  const size = ofOne.numbers.length - numbers.length + 1
  const longer = numbers
    .slice(0, -1)
    .map((group, at) => group * ofOne.distinct + (ofOne.numbers[at + size] ?? 0))
  return numbered(longer)
}

/** Share of different groups in all groups; 1 without any. */
export function distinctShare({ numbers, distinct }: WordGroups): number {
  return numbers.length === 0 ? 1 : round(distinct / numbers.length)
}

/** Share of the groups that occur more than once; 0 without any. */
export function repeatedShare({ numbers, distinct }: WordGroups): number {
  const counts = new Uint32Array(distinct)
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1
  const repeated = numbers.filter(number => (counts[number] ?? 0) > 1)
  return numbers.length === 0 ? 0 : round(repeated.length / numbers.length)
}

function numbered(values: readonly (string | number)[]): WordGroups {
  const known = new Map<string | number, number>()
  const numbers = values.map(value => {
    const number = known.get(value) ?? known.size
    if (number === known.size) known.set(value, number)
    return number
  })
  return { numbers, distinct: known.size }
}
