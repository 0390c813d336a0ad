import { simhashOf, similarityOf } from './simhash.js'

/** A text of numbered words, so that its groups are all different. */
const numbered = (first: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `word${first + index}`)

describe('The SimHash of a text', () => {
  it.each([[[]], [['fox']], [['狐狸', '和', '老', '井']], [numbered(0, 600)]])(
    'has 16 hexadecimal digits and is equal for equal texts',
    words => {
      expect(simhashOf(words)).toMatch(/^[0-9a-f]{16}$/)
      expect(similarityOf(simhashOf(words), simhashOf([...words]))).toBe(1)
    }
  )

  it('is similar for texts that differ in one sentence, and not for unrelated ones', () => {
    const text = simhashOf(numbered(0, 600))
    const edited = simhashOf([...numbered(0, 588), ...numbered(5000, 12)])
    const unrelated = simhashOf(numbered(2000, 600))
    expect(similarityOf(text, edited)).toBeGreaterThan(0.85)
    expect(similarityOf(text, unrelated)).toBeLessThan(0.75)
  })

  it('has a similarity of 1 − Hamming distance / 64', () => {
    expect(similarityOf('0000000000000000', 'ffffffffffffffff')).toBe(0)
    expect(similarityOf('8000000000000001', '0000000000000000')).toBeCloseTo(62 / 64, 3)
  })
})
