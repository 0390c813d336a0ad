import { checkLength, lengthGracePercent, lengthUnitOf } from './length-check.ts'

describe('checkLength', () => {
  it.each([
    [100, 200, 100, 'within'],
    [100, 200, 200, 'within'],
    [100, 200, 90, 'within'],
    [100, 200, 89, 'short'],
    [100, 200, 220, 'within'],
    [100, 200, 221, 'long'],
    // 70 * 1.1 is 77.00000000000001, and 110 * 0.9 is 99.00000000000001.
    [50, 70, 77, 'within'],
    [110, 200, 99, 'within'],
    [110, 200, 98, 'short'],
    [55, 105, 49, 'short'],
    [55, 105, 50, 'within'],
    [55, 105, 115, 'within'],
    [55, 105, 116, 'long'],
    [50, 100, 0, 'short']
  ] as const)('accepts from %d to %d words: %d are %s', (min, max, words, billingOutcome) => {
    expect(checkLength(words, { min, max })).toBe(billingOutcome)
  })

  it('counts characters where readers do', () => {
    expect(['zh-TW', 'ja', 'th', 'yue'].map(lengthUnitOf)).toEqual(Array(4).fill('characters'))
    expect(['en', 'ko', 'vi'].map(lengthUnitOf)).toEqual(Array(3).fill('words'))
  })

  it('allows a deviation of ten percent', () => {
    expect(lengthGracePercent).toBe(10)
  })
})
