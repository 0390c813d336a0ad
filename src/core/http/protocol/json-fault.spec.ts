import { jsonFault } from './json-fault.js'

describe('The fault of a text that is not JSON', () => {
  it.each([
    ['{keywords: ["fox"]}', 1, 2, 'in double quotes'],
    ["{'keywords': 1}", 1, 2, 'in double quotes'],
    ['{"a": 1,}', 1, 9, 'a field name'],
    ['{"a": [1, 2,]}', 1, 13, 'a value is expected'],
    ['{"a" 1}', 1, 6, 'a colon'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'a comma'],
    ['{"keywords": [', 1, 15, 'a closing ]'],
    ['{"a": tru}', 1, 7, 'in double quotes'],
    ['{"a": 1} 2', 1, 10, 'nothing may follow'],
    ['{"a": 1 // why\n}', 1, 9, 'comments'],
    ['{"a": "x', 1, 7, 'closing double quote'],
    ['{"a": "x\ty"}', 1, 7, 'control character'],
    ['{"a": "\\x"}', 1, 7, 'backslash']
  ])('in %j is at line %i, column %i', (text, line, column, reason) => {
    const fault = jsonFault(text)
    expect(fault).toContain(`at line ${line}, column ${column}: `)
    expect(fault).toContain(reason)
  })

  it('is found without deep recursion behind the first fault', () => {
    expect(jsonFault(`"\n${'['.repeat(60_000)}`)).toContain('line 1, column 1: ')
  })
})
