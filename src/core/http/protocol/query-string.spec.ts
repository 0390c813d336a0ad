import { parseQueryLastWins } from './query-string.js'

describe('A query string', () => {
  it.each([
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2&a=3', { a: '3' }],
    ['a[]=1&a[b]=2', { 'a[]': '1', 'a[b]': '2' }],
    ['a=%zz&b=%E0%A4', { a: '%zz', b: '\ufffd' }],
    ['a', { a: '' }]
  ])('%j becomes %j', (query, expected) => {
    expect(parseQueryLastWins(query)).toEqual(expected)
  })

  it('cannot change a prototype', () => {
    const parameters = parseQueryLastWins('__proto__=x&constructor=y')
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype)
    expect(({} as { x?: string }).x).toBeUndefined()
  })
})
