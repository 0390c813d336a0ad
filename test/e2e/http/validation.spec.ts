import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()

const keywordRule = 'must be a list of 1 to 10 different keywords, each text of 1 to 50 characters'
const maxRule = 'must be a whole number of words from 100 to 2000'
const minRule = 'must be a whole number of words from 50 to 1000'

describe('A request that breaks a rule', () => {
  it.each<[string, object, string, string | RegExp]>([
    ['no keywords', { keywords: undefined }, 'keywords', keywordRule],
    ['null keywords', { keywords: null }, 'keywords', keywordRule],
    ['keywords as text', { keywords: 'fox' }, 'keywords', keywordRule],
    ['an empty list', { keywords: [] }, 'keywords', keywordRule],
    ['only blanks', { keywords: [' ', '\u200B'] }, 'keywords', keywordRule],
    ['eleven keywords', { keywords: 'abcdefghijk'.split('') }, 'keywords', keywordRule],
    ['a keyword of 51 characters', { keywords: ['x'.repeat(51)] }, 'keywords', keywordRule],
    ['a number as keyword', { keywords: ['fox', 7] }, 'keywords', keywordRule],
    ['no genre', { genre: undefined }, 'genre', 'must be text of 3 to 50 characters'],
    ['a short genre', { genre: 'ab' }, 'genre', 'must be text of 3 to 50 characters'],
    ['a long genre', { genre: 'x'.repeat(51) }, 'genre', 'must be text of 3 to 50 characters'],
    ['an object as genre', { genre: {} }, 'genre', 'must be text of 3 to 50 characters'],
    ['an unknown tone', { tone: 'angry' }, 'tone', /^must be one of neutral, humorous, dark/],
    ['a number as tone', { tone: 3 }, 'tone', /^must be one of/],
    ['a maximum of 99', { max_length: 99 }, 'max_length', maxRule],
    ['a maximum of 2001', { max_length: 2001 }, 'max_length', maxRule],
    ['a fraction', { max_length: 150.5 }, 'max_length', maxRule],
    ['words for a number', { max_length: 'many' }, 'max_length', maxRule],
    ['true for a number', { max_length: true }, 'max_length', maxRule],
    ['a camelCase maximum', { maxLength: 1 }, 'maxLength', maxRule],
    ['a minimum of 49', { min_length: 49 }, 'min_length', minRule],
    ['a minimum of 1001', { min_length: 1001, max_length: 2000 }, 'min_length', minRule],
    [
      'a minimum above the maximum',
      { min_length: 300, max_length: 200 },
      'min_length',
      'must not be above the maximum length'
    ],
    [
      'a camelCase minimum above the default maximum',
      { minLength: 600 },
      'minLength',
      'must not be above the maximum length'
    ],
    ['a language that is none', { language: 'not a tag' }, 'language', /BCP 47/],
    ['a number as language', { language: 1 }, 'language', /BCP 47/],
    ['an unknown audience', { audience: 'cats' }, 'audience', /^must be one of general/]
  ])('with %s gets an error with field and rule', async (_, change, field, message) => {
    const { status, body } = await generate(service.url, storyRequest({ ...change }))
    expect(status).toBe(400)
    expect(body.error.code).toBe('VALIDATION_ERROR')
    expect(body.error.details.validation_errors).toEqual([
      { field, messages: [expect.stringMatching(message)] }
    ])
  })

  it('gets the errors of all fields at once', async () => {
    const { body } = await generate(service.url, { keywords: [], genre: '', max_length: 1 })
    const fields = body.error.details.validation_errors.map(
      (problem: { field: string }) => problem.field
    )
    expect(fields.toSorted()).toEqual(['genre', 'keywords', 'max_length'])
  })

  it.each([['[]'], ['"text"'], ['3'], ['null']])(
    'is rejected when its body is not a JSON object (%s)',
    async text => {
      const { status, body } = await generate(service.url, text)
      expect(status).toBe(400)
      expect(body.error.details.validation_errors).toEqual([
        { field: 'body', messages: ['must be a JSON object'] }
      ])
    }
  )

  it('gets an error without the invalid value, and is not sent to the provider', async () => {
    const { text } = await generate(service.url, {
      keywords: ['canary-7f3a'.repeat(9)],
      genre: 'x'
    })
    expect(text).not.toContain('canary-7f3a')
    expect(service.simulator.stats().calls).not.toHaveProperty('completions', expect.any(Number))
  })
})
