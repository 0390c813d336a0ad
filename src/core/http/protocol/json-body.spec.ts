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
  ])('of %j exceeds 3: %j', (text, expected) => {
    expect(beyond(text)).toBe(expected)
  })

  it('is measured for a body of 64 KB of brackets', () => {
    expect(beyond('['.repeat(65_536), 20)).toBe(true)
  })
})
