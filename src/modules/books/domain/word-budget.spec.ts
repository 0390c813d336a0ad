import * as fc from 'fast-check'
import { checkLength } from '#modules/stories/checks/length-check.js'
import {
  nextSection,
  partsOf,
  sectionLength,
  toleranceOf,
  type NextSection
} from './word-budget.js'

interface Written {
  readonly counts: readonly number[]
  readonly planned: readonly NextSection[]
}

/** Writes a book; `lengthOf` is the model. */
function write(total: number, lengthOf: (next: NextSection, nth: number) => number): Written {
  const counts: number[] = []
  const planned: NextSection[] = []
  let partsLeft = partsOf(total)
  for (;;) {
    const written = counts.reduce((sum, count) => sum + count, 0)
    const next = nextSection({ total, written, sections: counts.length, partsLeft })
    if (next === undefined) return { counts, planned }
    planned.push(next)
    partsLeft -= next.parts
    counts.push(lengthOf(next, counts.length))
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
const totals = fc.integer({ min: 2000, max: 20_000 })

describe('The division of the words of a book', () => {
  it('plans sections of 600 to 900 words', () => {
    const { min, max } = sectionLength
    const all = Array.from({ length: 18_001 }, (_, above) => 2000 + above)
    const each = all.map(total => total / partsOf(total))
    expect(each.filter(length => length < min || length > max)).toEqual([])
  })

  it('ends within 3 % of the total, whatever length the checks of its sections accept', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 60,
      maxLength: 60
    })
    fc.assert(
      fc.property(totals, shares, (total, drawn) => {
        const { counts, planned } = write(total, ({ words }, nth) => {
          const { min, max, gracePercent: grace = 10 } = words
          const low = Math.ceil((min * (100 - grace)) / 100)
          const high = Math.floor((max * (100 + grace)) / 100)
          const count = Math.round(low + (high - low) * (drawn[nth] ?? 0))
          expect(checkLength(count, words)).toBe('within')
          return count
        })
        expect(Math.abs(sum(counts) - total)).toBeLessThanOrEqual(toleranceOf(total))
        expect(planned.reduce((parts, next) => parts + next.parts, 0)).toBe(partsOf(total))
        expect(planned.map(({ isLast }) => isLast)).toEqual([
          ...planned.slice(1).map(() => false),
          true
        ])
      })
    )
  })

  it('writes further sections for a model that writes too little', () => {
    fc.assert(
      fc.property(totals, fc.double({ min: 0.55, max: 0.85, noNaN: true }), (total, share) => {
        const { counts } = write(total, ({ words }) => Math.round(words.min * share))
        expect(total - sum(counts)).toBeLessThan(Math.max(100, toleranceOf(total)) + 1)
      })
    )
  })

  it('ends also for a model that writes hardly anything, or far too much', () => {
    fc.assert(
      fc.property(totals, fc.double({ min: 0, max: 4, noNaN: true }), (total, share) => {
        const { counts } = write(total, ({ words }) => Math.round(words.max * share))
        expect(counts.length).toBeLessThanOrEqual(2 * partsOf(total) + 4)
      })
    )
  })

  it('covers the parts that are left with one ending when the length is used up', () => {
    const next = nextSection({ total: 2000, written: 2400, sections: 2, partsLeft: 1 })
    expect(next).toEqual({ words: { min: 50, max: 100, gracePercent: 0 }, parts: 1, isLast: true })
  })
})
