import { generate } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()

describe('A request that breaks a rule', () => {
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
        {
          field: 'body',
          messages: [expect.stringMatching(/; a JSON object is needed$/)],
          rule: 'type'
        }
      ])
    }
  )

  it('gets an error without the invalid value, and is not sent to the provider', async () => {
    const { text } = await generate(service.url, {
      keywords: ['canary-7f3a'.repeat(90)],
      genre: 'canary-7f3a'.repeat(9),
      tone: 'canary-7f3a',
      max_length: 'canary-7f3a'
    })
    expect(text).not.toContain('canary-7f3a')
    expect(service.simulator.stats().calls).not.toHaveProperty('completions', expect.any(Number))
  })
})
