import { checkKeywords } from './keyword-check.ts'

const content = 'The lupine gardens slept. A grobbler sang; two grobblings heard it.'

describe('A form that only the model names', () => {
  it('is unconfirmed if it is in the content', () => {
    const named = [{ keyword: 'Grobbel', form: 'grobbler' }]
    expect(checkKeywords(['grobbel'], content, 'en', named)).toEqual([
      {
        keyword: 'grobbel',
        result: 'unconfirmed',
        form: 'grobbler',
        at: [content.indexOf('grobbler')],
        evidence: 'model'
      }
    ])
  })

  it.each([
    ['is not in the content', 'castle', 'castles'],
    ['does not resemble the keyword', 'castle', 'gardens'],
    ['is only a part of a word', 'grobling', 'grobbling'],
    ['belongs to another keyword', 'tower', 'grobbler'],
    ['is empty', 'castle', '']
  ])('is missing if it %s', (_, keyword, form) => {
    const named = [{ keyword: keyword === 'tower' ? 'grobbel' : keyword, form }]
    const [checked] = checkKeywords([keyword], content, 'en', named)
    expect(checked).toEqual({ keyword, result: 'missing', at: [] })
  })

  it('does not replace evidence of the language', () => {
    const named = [{ keyword: 'garden', form: 'grobblings' }]
    expect(checkKeywords(['garden'], content, 'en', named)[0]).toMatchObject({
      result: 'used',
      form: 'gardens',
      evidence: 'inflected'
    })
  })
})
