import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { parseSettings } from '#core/config/parse-settings.js'
import { certificateConfig } from './certificate.config.js'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privatePem = (key: KeyObject): string =>
  key.export({ format: 'pem', type: 'pkcs8' }).toString()
const publicPem = (key: KeyObject): string => key.export({ format: 'pem', type: 'spki' }).toString()

describe('The settings of certificates', () => {
  it('take a PEM with line ends, or with their escapes', () => {
    const pem = privatePem(privateKey)
    for (const text of [pem, pem.replaceAll('\n', String.raw`\n`)]) {
      const { CERTIFICATE_KEY: key } = parseSettings(certificateConfig, { CERTIFICATE_KEY: text })
      expect(key?.equals(privateKey)).toBe(true)
    }
  })

  it('take earlier keys, private and public', () => {
    const text = privatePem(privateKey) + publicPem(publicKey)
    const { CERTIFICATE_KEY_PREVIOUS: keys } = parseSettings(certificateConfig, {
      CERTIFICATE_KEY_PREVIOUS: text
    })
    expect(keys.map(key => [key.type, key.equals(publicKey)])).toEqual([
      ['public', true],
      ['public', true]
    ])
  })

  it.each([
    ['CERTIFICATE_KEY', 'a word'],
    ['CERTIFICATE_KEY', publicPem(publicKey)],
    ['CERTIFICATE_KEY', privatePem(rsa.privateKey)],
    ['CERTIFICATE_KEY_PREVIOUS', 'a word'],
    ['CERTIFICATE_KEY_PREVIOUS', publicPem(publicKey) + publicPem(rsa.publicKey)]
  ])('reject as %s what is no such key', (name, text) => {
    expect(() => parseSettings(certificateConfig, { [name]: text })).toThrow(`${name} must be`)
  })
})
