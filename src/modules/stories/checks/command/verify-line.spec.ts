import { verifyLine } from './verify-line.js'

const text = { language: 'en', keywords: ['fox', 'wolf'], content: 'The fox ran home.' }

function resultOf(change: object) {
  return verifyLine(JSON.stringify({ ...text, ...change }))
}

describe('A line of the verify command', () => {
  it('has the keywords by result, and the other checks', () => {
    expect(resultOf({})).toEqual({
      used: [{ keyword: 'fox', form: 'fox', at: [4], evidence: 'exact' }],
      unconfirmed: [],
      missing: ['wolf'],
      length: { count: 4, unit: 'words', words: 4 },
      language: { asked: 'en', content: 'unsure', passed: true },
      ending: { passed: true, sentenceEnds: true, quotesClosed: true },
      repetition: { passed: true },
      contentSha256: '81307c3facc2ddfb6bf58fa70047f271540c02809ef54540d860e171d3a14d92',
      verifier: '1'
    })
  })

  it('may have a title and bounds, and has a tag in canonical form', () => {
    const words = { min: 3, max: 5 }
    const result = resultOf({ language: 'EN-us', title: 'The Fox', words, more: 'ignored' })
    expect(result).toMatchObject({
      language: { asked: 'en-US' },
      length: { count: 4, min: 3, max: 5, passed: true },
      titleSha256: expect.stringMatching(/^[0-9a-f]{64}$/)
    })
    expect(resultOf({ words: { min: 100, max: 200 } }).length.passed).toBe(false)
  })

  it.each([
    ['it is not a JSON object', 'no JSON'],
    ['it is not a JSON object', '[]'],
    ['it is not a JSON object', 'null'],
    ['language is not a BCP 47 tag', JSON.stringify({ ...text, language: '??' })],
    ['language is not a BCP 47 tag', JSON.stringify({ content: 'x', keywords: [] })],
    ['keywords is not a list of texts', JSON.stringify({ ...text, keywords: 'fox' })],
    ['keywords is not a list of texts', JSON.stringify({ ...text, keywords: [1] })],
    ['content is not text', JSON.stringify({ ...text, content: null })],
    ['content has half a surrogate pair', JSON.stringify({ ...text, content: '\uD83E' })],
    ['forms is not a list of {keyword, form}', JSON.stringify({ ...text, forms: [{ form: 'a' }] })],
    ['words is not {min, max}', JSON.stringify({ ...text, words: { min: 1 } })],
    ['title is not text', JSON.stringify({ ...text, title: 1 })]
  ])('fails with: %s', (message, line) => {
    expect(() => verifyLine(line)).toThrow(message)
  })
})
