import { readRetryAfter } from './retry-after.js'

const now = Date.UTC(2026, 10, 20, 12, 0, 0)

describe('readRetryAfter', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': ' 0.5 ' }, 500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after-ms': 'soon', 'retry-after': '7' }, 7000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 11:59:00 GMT' }, 0],
    [{ 'retry-after': 'tomorrow' }, undefined],
    [{ 'retry-after': '-3' }, undefined],
    [{ 'retry-after': '99999999' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined]
  ])('reads %j as %j', (headers, expected) => {
    expect(readRetryAfter(new Headers(headers), now)).toBe(expected)
  })

  it('returns undefined without headers', () => {
    expect(readRetryAfter(undefined)).toBeUndefined()
  })
})
