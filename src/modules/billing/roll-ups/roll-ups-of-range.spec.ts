import * as fc from 'fast-check'
import { rollUpsOf, type DayRange } from './roll-ups-of-range.js'

const dayMs = 86_400_000
const at = (day: string): Date => new Date(`${day}T00:00:00Z`)
const range = (from: string, to: string): DayRange => ({ from, to })

describe('The roll-ups of a range', () => {
  it.each([
    ['one day', range('2026-11-30', '2026-12-01'), 1],
    ['a whole month', range('2026-11-01', '2026-12-01'), 0],
    ['a month without its first day', range('2026-11-02', '2026-12-01'), 1],
    [
      'from the middle of a month to the middle of the next one',
      range('2026-10-16', '2026-11-16'),
      30
    ],
    ['fourteen months', range('2025-10-02', '2026-12-01'), 1]
  ])('of %s are few days beside whole months', (_, { from, to }, days) => {
    const { added, subtracted } = rollUpsOf({ from: at(from), to: at(to) })
    expect(lengthOf([...added, ...subtracted])).toBe(days)
  })

  it('contain each day of any range once, with at most 32 days beside the months', () => {
    const day = fc.integer({ min: 0, max: 1200 })
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [first, end] = [Math.min(one, other), Math.max(one, other) + 1]
        const { months, added, subtracted } = rollUpsOf({ from: dateOf(first), to: dateOf(end) })
        expect(lengthOf([...added, ...subtracted])).toBeLessThanOrEqual(32)
        expect([months.from, months.to]).toEqual([
          expect.stringMatching(/-01$/),
          expect.stringMatching(/-01$/)
        ])
        const counts = new Map<number, number>()
        count(counts, [months, ...added], 1)
        count(counts, subtracted, -1)
        const counted = [...counts].filter(([, times]) => times !== 0)
        expect(counted.every(([, times]) => times === 1)).toBe(true)
        expect(counted.map(([number]) => number).toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: end - first }, (_, index) => first + index)
        )
      })
    )
  })
})

const start = at('2025-01-01').getTime()
const dateOf = (number: number): Date => new Date(start + number * dayMs)
const numberOf = (day: string): number => (at(day).getTime() - start) / dayMs

function lengthOf(ranges: readonly DayRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + numberOf(to) - numberOf(from), 0)
}

function count(counts: Map<number, number>, ranges: readonly DayRange[], by: number): void {
  for (const { from, to } of ranges) {
    for (let day = numberOf(from); day < numberOf(to); day++) {
      counts.set(day, (counts.get(day) ?? 0) + by)
    }
  }
}
