import type { Principal } from '#core/access/principal.js'
import { withNamedOwner } from './resolve-owner.js'

const user: Principal = { kind: 'user', name: '42', owner: 'user:42', scopes: new Set(['stories']) }
const key: Principal = { kind: 'api-key', name: 'k', owner: 'key:k', scopes: new Set(['stories']) }
const trustedKey: Principal = { ...key, scopes: new Set(['stories', 'act-as']) }

describe('The owner that X-User-ID names', () => {
  it.each([undefined, '', '  '])('is the principal itself when the header is %j', header => {
    expect(withNamedOwner(user, header)).toBe(user)
  })

  it('is that user for a key with the scope act-as', () => {
    expect(withNamedOwner(trustedKey, '7')).toEqual({ ...trustedKey, owner: 'user:7' })
  })

  it('may be the user of the token', () => {
    expect(withNamedOwner(user, '42').owner).toBe('user:42')
  })

  it.each([
    ['another user for a user', user],
    ['a user for a key without act-as', key]
  ])('is never %s', (_, principal) => {
    expect(() => withNamedOwner(principal, '7')).toThrow(
      expect.objectContaining({ code: 'AUTHORIZATION_ERROR' })
    )
  })

  it.each(['a b', 'ü', 'x'.repeat(129)])(
    'must be an id in the documented alphabet, not %j',
    header => {
      expect(() => withNamedOwner(trustedKey, header)).toThrow(
        expect.objectContaining({ code: 'VALIDATION_ERROR' })
      )
    }
  )
})
