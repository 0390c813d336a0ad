import { maxFieldNameLength, maxProblems, ValidationFailed } from './validation.js'

const messages = ['is not a known field']

describe('The validation errors in a response', () => {
  it('are limited to a fixed number of fields', () => {
    const problems = Array.from({ length: 5000 }, (_, index) => ({ field: `f${index}`, messages }))
    expect(shown(problems)).toEqual(problems.slice(0, maxProblems))
  })

  it('contain a truncated field name without control characters', () => {
    const [problem] = shown([{ field: `a\u0000\n\u202Eb${'x'.repeat(5000)}`, messages }])
    expect(problem?.field).toBe(`a\uFFFD\uFFFD\uFFFDb${'x'.repeat(maxFieldNameLength - 5)}`)
  })
})

function shown(problems: ConstructorParameters<typeof ValidationFailed>[0]): typeof problems {
  return new ValidationFailed(problems).details['validation_errors'] as typeof problems
}
