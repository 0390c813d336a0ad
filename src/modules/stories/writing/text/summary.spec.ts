import { summaryOf, toModelTags, toSummary } from './summary.js'

const content = 'The fox ran. Nobody saw her.\n\n* * *\n\nShe came home.'

describe('The summary of a story', () => {
  it('is that of the model, as plain text of one paragraph', () => {
    expect(toSummary(' A **fox**\n\nruns\u0000. ', content, 'en')).toBe('A fox runs.')
  })

  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['a list', ['x']],
    ['blanks', ' \n ']
  ])('is the beginning of the story when the model returns %s', (_, raw) => {
    expect(toSummary(raw, content, 'en')).toBe('The fox ran. Nobody saw her. She came home.')
  })

  it('of exactly 500 characters is not shortened', () => {
    const summary = `${'x'.repeat(499)}.`
    expect(toSummary(summary, content, 'en')).toBe(summary)
  })

  it('is shortened to the end of a sentence', () => {
    const summary = toSummary('The fox ran home. '.repeat(40), content, 'en')
    expect(summary).toMatch(/home\.$/)
    expect(summary.length).toBeLessThanOrEqual(500)
    expect(summary.length).toBeGreaterThan(480)
  })

  it('ends with an ellipsis when it is cut inside a sentence', () => {
    const summary = toSummary('and then '.repeat(80), content, 'en')
    expect(summary).toMatch(/(?:and|then)…$/)
    expect(summary.length).toBeLessThanOrEqual(500)
  })

  it('takes at most 300 characters of the story', () => {
    const summary = summaryOf('The fox ran home.\n\n'.repeat(40), 'en')
    expect(summary).toMatch(/^The fox ran home\. The fox .* home\.$/)
    expect(summary.length).toBeLessThanOrEqual(300)
  })
})

describe('The tags of the model', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['cleaned', ['#fox', ' **night**\n', 'a\u0000b'], ['fox', 'night', 'ab']],
    ['without repetitions', ['Fox', 'fox', 'den'], ['Fox', 'den']],
    ['only where they are texts', ['fox', 7, null, { a: 1 }, ['x']], ['fox']],
    ['only where they are short', ['x', 'y'.repeat(51), 'z'.repeat(100_000)], []],
    [
      'at most six',
      ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg'],
      ['aa', 'bb', 'cc', 'dd', 'ee', 'ff']
    ],
    ['none where there is no list', 'fox, den', []],
    ['none where there is nothing', undefined, []]
  ])('are taken %s', (_, raw, tags) => {
    expect(toModelTags(raw)).toEqual(tags)
  })
})
