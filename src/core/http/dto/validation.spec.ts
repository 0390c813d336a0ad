import { maxFieldNameLength, maxProblems, ValidationFailed } from './validation.js'

const messages = ['is not a known field']

describe('What a caller reads of broken rules', () => {
  it('does not grow with the number of fields that break one', () => {
    const problems = Array.from({ length: 5000 }, (_, index) => ({ field: `f${index}`, messages }))
    expect(shown(problems)).toEqual(problems.slice(0, maxProblems))
  })

  it('does not grow with the name of a field, nor repeat its control characters', () => {
    const [problem] = shown([{ field: `a\u0000\n\u202Eb${'x'.repeat(5000)}`, messages }])
    expect(problem?.field).toBe(`a\uFFFD\uFFFD\uFFFDb${'x'.repeat(maxFieldNameLength - 5)}`)
  })
})

function shown(problems: ConstructorParameters<typeof ValidationFailed>[0]): typeof problems {
  return new ValidationFailed(problems).details['validation_errors'] as typeof problems
}
