import { acceptClaims, clockSkewSeconds, UnacceptableClaims } from './token-claims.js'

const now = 1_800_000_000
const claims = { sub: '42', exp: now + 60, iat: now }

describe('The claims of a token', () => {
  it('are accepted unchanged', () => {
    expect(acceptClaims(claims, now)).toBe(claims)
  })

  it('may have an issue time within the clock skew, and not later', () => {
    const iat = now + clockSkewSeconds
    expect(acceptClaims({ ...claims, iat }, now)).toMatchObject({ iat })
    expect(() => acceptClaims({ ...claims, iat: iat + 1 }, now)).toThrow(UnacceptableClaims)
  })

  it.each([
    ['no object', 'text'],
    ['null', null],
    ['without a subject', { exp: now }],
    ['with a malformed subject', { ...claims, sub: 'a b' }],
    ['without an expiry', { sub: '42' }],
    ['without a finite expiry', JSON.parse('{"sub":"42","exp":1e999}')],
    ['with an infinite time of issue', { ...claims, iat: -Infinity }],
    ['with a malformed time of issue', { ...claims, iat: 'now' }]
  ])('are rejected when they are %s', (_, payload) => {
    expect(() => acceptClaims(payload, now)).toThrow(UnacceptableClaims)
  })
})
