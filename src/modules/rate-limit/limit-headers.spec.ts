import { writeLimitHeaders } from './limit-headers.js'
import type { LimitStatus } from './rate-limits.service.js'

function headersOf(...statuses: readonly LimitStatus[]): Record<string, string> {
  const headers: Record<string, string> = {}
  writeLimitHeaders({ header: (name, value) => (headers[name] = value) }, statuses)
  return headers
}

const minute = {
  policy: 'minute',
  limit: 10,
  remaining: 4,
  resetSeconds: 17,
  windowSeconds: 60
} as const
const hour = {
  policy: 'hour',
  limit: 100,
  remaining: 9,
  resetSeconds: 900,
  windowSeconds: 3600
} as const

describe('The rate limit headers', () => {
  it('describe all windows, and first the one nearest to exhaustion', () => {
    expect(headersOf(minute, hour)).toEqual({
      'X-RateLimit-Limit': '10',
      'X-RateLimit-Remaining': '4',
      'X-RateLimit-Reset': '17',
      'RateLimit-Policy': '"minute";q=10;w=60, "hour";q=100;w=3600',
      RateLimit: '"minute";r=4;t=17, "hour";r=9;t=900'
    })
    expect(headersOf(minute, { ...hour, remaining: 3 })).toMatchObject({
      'X-RateLimit-Limit': '100',
      'X-RateLimit-Remaining': '3',
      'X-RateLimit-Reset': '900'
    })
  })

  it('are lists of names with whole numbers (RFC 9651), as the IETF draft describes them', () => {
    const headers = headersOf(minute, { ...hour, resetSeconds: 0 })
    const item = (...names: readonly string[]) =>
      `"[a-z]+"${names.map(name => `;${name}=\\d+`).join('')}`
    const listOf = (entry: string) => new RegExp(`^${entry}(, ${entry})*$`)
    expect(headers['RateLimit-Policy']).toMatch(listOf(item('q', 'w')))
    expect(headers['RateLimit']).toMatch(listOf(item('r', 't')))
  })

  it('contain the longer wait when both windows are exhausted', () => {
    expect(headersOf({ ...minute, remaining: 0 }, { ...hour, remaining: 0 })).toMatchObject({
      'X-RateLimit-Reset': '900'
    })
  })
})
