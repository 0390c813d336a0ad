import { readInlineModeration } from './inline-moderation.js'

const outputOf = (...scores: readonly unknown[]): object => ({
  input: { results: [{ category_scores: { violence: 1 } }] },
  output: { results: scores.map(each => ({ category_scores: each })) }
})

describe('Moderation scores in an answer', () => {
  it('are those of the output, the highest of each category', () => {
    const moderation = outputOf({ violence: 0.2, sexual: 0 }, { violence: 0.1, hate: 0.4 })
    expect(readInlineModeration(moderation)).toEqual({ violence: 0.2, sexual: 0, hate: 0.4 })
  })

  it.each([
    undefined,
    null,
    'none',
    {},
    outputOf(),
    outputOf({}),
    outputOf({ violence: 0.2 }, {}),
    outputOf({ violence: '0.2' }),
    outputOf({ violence: 1.2 }),
    outputOf({ violence: -0.2 }),
    { output: { results: 'none' } },
    { output: { type: 'error', code: 'server_error', message: 'no moderation' } }
  ])('are missing in %j', moderation => {
    expect(readInlineModeration(moderation)).toBeUndefined()
  })
})
