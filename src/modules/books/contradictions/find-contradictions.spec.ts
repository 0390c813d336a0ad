import type { CodexEntry } from '#modules/stories/domain/books/section.js'
import { findContradictions, type Contradiction } from './find-contradictions.js'

const names = ['Aunt Rosalind', 'Mara', 'Old Bartholomew', 'Tom', 'Captain Reyes']
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']
const numbers = ['three', 'five', 'seven', 'nine', 'twelve']
const ages = ['51', 'sixty-four', 'thirty', '19', 'forty-two']

const person = (name: string, ...facts: string[]): CodexEntry => ({ kind: 'person', name, facts })

function find(codex: readonly CodexEntry[], ...contents: string[]): readonly Contradiction[] {
  const sections = contents.map((content, n) => ({ number: n + 1, content }))
  return findContradictions({ codex, sections, language: 'en' })
}

interface Pair {
  readonly kind: string
  readonly fact: string
  readonly same: string
  readonly other: string
}

/** Pairs of a fact and a sentence that contradicts it; the sentences are as models write them. */
function pairsOf(name: string, n: number): readonly Pair[] {
  const [age, otherAge] = [ages[n] ?? '', ages[(n + 1) % 5] ?? '']
  const [count, otherCount] = [numbers[n] ?? '', numbers[(n + 1) % 5] ?? '']
  const [day, otherDay] = [days[n] ?? '', days[(n + 1) % 5] ?? '']
  return [
    {
      kind: 'age',
      fact: `is ${age} years old`,
      same: `${name} was ${age} that spring.`,
      other: `${name} was ${otherAge} that spring.`
    },
    {
      kind: 'age',
      fact: `is ${age}`,
      same: `“Wait,” she said, and ${name} was ${age} years old when it began.`,
      other: `It was late, but ${name} turned ${otherAge} years old.`
    },
    {
      kind: 'number',
      fact: `has ${count} brothers`,
      same: `${name} had ${count} brothers.`,
      other: `${name} had ${otherCount} brothers.`
    },
    {
      kind: 'number',
      fact: `owns ${count} boats`,
      same: `Everyone knew that ${name} owned ${count} boats in the harbour.`,
      other: `Everyone knew that ${name} owned ${otherCount} boats in the harbour.`
    },
    {
      kind: 'weekday',
      fact: `arrived on a ${day}`,
      same: `${name} had arrived on a ${day}.`,
      other: `${name} had arrived on a ${otherDay}, in the rain.`
    },
    {
      kind: 'death',
      fact: 'died last winter',
      same: `They remembered how ${name} laughed.`,
      other: `${name} smiled and poured the tea.`
    },
    {
      kind: 'death',
      fact: 'is dead',
      same: `Nobody spoke of ${name}.`,
      other: `At the door ${name} whispered her name.`
    },
    {
      kind: 'name',
      fact: 'is called Biscuit',
      same: `${name} was called Biscuit by all.`,
      other: `${name} was called Pepper by all.`
    }
  ]
}

const planted = names.flatMap((name, n) =>
  pairsOf(name, n).map(pair => Object.assign(pair, { name }))
)
const filler = [
  'The rain came from the west, and the harbour slept. She counted three gulls and two boats.',
  'On Friday the market opened late. He was one of the last to leave.',
  'Mara had two sisters. Tom was five minutes late. The captain took seven steps.',
  'There were four lamps in the hall. There were six lamps on the quay.'
]

describe('Contradictions', () => {
  it('are found in 200 planted ones: precision at least 0.9, recall at least 0.8', () => {
    let [hits, reports] = [0, 0]
    const cases = Array.from({ length: 200 }, (_, n) => ({ n, ...planted[n % planted.length] }))
    for (const { n, name = '', kind, fact = '', other = '' } of cases) {
      const text = `${filler[n % 4]} ${other} ${filler[(n + 1) % 4]}`
      const found = find([person(name, fact)], filler[(n + 2) % 4] ?? '', text)
      reports += found.length
      hits += found.some(one => one.kind === kind && one.second.quote.includes(other.slice(-9)))
        ? 1
        : 0
    }
    expect(hits / reports).toBeGreaterThanOrEqual(0.9)
    expect(hits / cases.length).toBeGreaterThanOrEqual(0.8)
  })

  it('are not found where nothing is contradicted', () => {
    const codex = names.map((name, n) => person(name, ...pairsOf(name, n).map(({ fact }) => fact)))
    const same = names.flatMap((name, n) =>
      pairsOf(name, n).flatMap(pair => (pair.kind === 'death' ? [] : [pair.same]))
    )
    expect(find(codex, filler.join(' '), same.join(' '))).toEqual([])
    for (const [n, name] of names.entries()) {
      for (const { fact, same: sentence } of pairsOf(name, n)) {
        expect(find([person(name, fact)], `${filler.join(' ')} ${sentence}`)).toEqual([])
      }
    }
  })

  it('have both quotes, and the sections in which they are', () => {
    const [found] = find(
      [person('Aunt Rosalind', 'is fifty-one years old')],
      'Nothing happened.',
      'Aunt Rosalind was sixty-four that spring.'
    )
    expect(found).toEqual({
      kind: 'age',
      first: { section: 0, quote: 'Aunt Rosalind is fifty-one years old' },
      second: { section: 2, quote: 'Aunt Rosalind was sixty-four that spring.' }
    })
  })

  it('are found between sections too', () => {
    const codex = [person('Old Bartholomew', 'is the miller')]
    expect(find(codex, 'Old Bartholomew laughed. Old Bartholomew died that winter.')).toEqual([])
    expect(find(codex, 'Old Bartholomew died.', 'Old Bartholomew laughed.')).toHaveLength(1)
    expect(
      find([], 'There were three keys on the ring.', 'There were five keys on the ring.')
    ).toHaveLength(1)
    expect(
      find([], 'There were three keys on the ring.', 'There were five keys in the box.')
    ).toEqual([])
  })

  it('are not looked for in other languages', () => {
    const sections = [{ number: 1, content: 'Mara is 52 years old.' }]
    const codex = [person('Mara', 'is 51 years old')]
    expect(findContradictions({ codex, sections, language: 'de' })).toEqual([])
  })

  it('are found in linear time', () => {
    const long = `${'a '.repeat(200_000)}Mara was 52 years old. ${'twenty-'.repeat(50_000)}`
    expect(find([person('Mara', 'is 51 years old')], long)).toEqual([])
  })
})
