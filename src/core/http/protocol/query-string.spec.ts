import { parseQueryLastWins } from './query-string.js'

describe('A query', () => {
  it.each([
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2&a=3', { a: '3' }],
    ['a[]=1&a[b]=2', { 'a[]': '1', 'a[b]': '2' }],
    ['a=%zz&b=%E0%A4', { a: '%zz', b: '\ufffd' }],
    ['a', { a: '' }]
  ])('%p becomes %p', (query, expected) => {
    expect(parseQueryLastWins(query)).toEqual(expected)
  })

  it('reaches for no prototype', () => {
    const parameters = parseQueryLastWins('__proto__=x&constructor=y')
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype)
    expect(({} as { x?: string }).x).toBeUndefined()
  })
})
