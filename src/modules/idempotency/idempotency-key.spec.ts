import { ValidationFailed } from '#core/http/dto/validation.js'
import { idempotencyKeyOf, parseIdempotencyKey, type LookedUpKey } from './idempotency-key.js'

describe('An Idempotency-Key', () => {
  it.each([undefined, '', '   '])('is absent when the header is %j', header => {
    expect(parseIdempotencyKey(header)).toBeUndefined()
  })

  it('is trimmed', () => {
    expect(parseIdempotencyKey(' order-1 ')).toBe('order-1')
  })

  it('has at most 255 characters', () => {
    expect(parseIdempotencyKey('x'.repeat(255))).toHaveLength(255)
    expect(parseIdempotencyKey('x'.repeat(256))).toBeInstanceOf(ValidationFailed)
  })

  it('is printable ASCII', () => {
    expect(parseIdempotencyKey('clé')).toBeInstanceOf(ValidationFailed)
  })

  it('that is malformed rejects the request in the handler', () => {
    const idempotencyKey = new ValidationFailed([])
    expect(() => idempotencyKeyOf({ idempotencyKey })).toThrow(idempotencyKey)
    const found = {} as LookedUpKey
    expect(idempotencyKeyOf({ idempotencyKey: found })).toBe(found)
  })
})
