import { isNestedBeyond } from './json-body.js'

const beyond = (text: string, limit = 3): boolean => isNestedBeyond(Buffer.from(text), limit)

describe('The depth of a JSON text', () => {
  it.each([
    ['[[[]]]', false],
    ['[[[[]]]]', true],
    ['{"a":{"b":[1]}}', false],
    ['{"a":{"b":[{}]}}', true],
    ['[[],[],[],[],[]]', false],
    ['"[[[[["', false],
    ['["\\"[[[[["]', false],
    ['["\\\\",[[[1]]]]', true],
    ['["ü[[[[["]', false],
    ['', false],
    ['"unfinished [[[[', false],
    [']]]]]]]]', false]
  ])('of %p is beyond 3: %p', (text, expected) => {
    expect(beyond(text)).toBe(expected)
  })

  it('is known at once for a body full of brackets', () => {
    expect(beyond('['.repeat(65_536), 20)).toBe(true)
  })
})
