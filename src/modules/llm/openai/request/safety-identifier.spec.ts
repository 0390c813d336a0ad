import { safetyIdentifier } from './safety-identifier.js'

describe('The identifier of an owner', () => {
  it('is the same each time, differs between owners and keys, and does not contain the owner', () => {
    const identifier = safetyIdentifier('user:fox', 'a key')
    expect(identifier).toMatch(/^[\da-f]{64}$/)
    expect(safetyIdentifier('user:fox', 'a key')).toBe(identifier)
    const others = [
      safetyIdentifier('user:lynx', 'a key'),
      safetyIdentifier('user:fox', 'another key'),
      safetyIdentifier('user:fox')
    ]
    expect(new Set([identifier, ...others]).size).toBe(4)
  })
})
