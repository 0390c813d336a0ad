import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { CompactSign } from 'jose/jws/compact/sign'
import { aStory } from '#modules/stories/domain/story.fixture.js'
import { CertificateKeys } from './certificate-keys.js'
import { signCertificate } from './sign-certificate.js'
import { statementOf } from './statement.js'
import { verifyCertificate, type Claim } from './verify-certificate.js'

const story = aStory({ keywords: ['fox', 'owl'], content: 'The fox ran home at dusk.' })
const { title, content } = story
const { privateKey } = generateKeyPairSync('ed25519')
const keys = await CertificateKeys.of(privateKey, [])
const signing = keys.signing ?? expect.unreachable()
const { certificate } = await signCertificate(story, signing)
const checkNames = ['keywords', 'length', 'language', 'ending', 'repetition']

function resultsOf(claims: readonly Claim[]): Readonly<Record<string, string>> {
  return Object.fromEntries(claims.map(({ claim, result }) => [claim, result]))
}

/** A statement that is signed as no service signs it. */
async function signed(statement: object, header: object = {}): Promise<string> {
  const protectedHeader = { alg: 'EdDSA', typ: 'jiraiya-certificate', kid: signing.kid, ...header }
  return new CompactSign(new TextEncoder().encode(JSON.stringify(statement)))
    .setProtectedHeader(protectedHeader)
    .sign(privateKey)
}

describe('A certificate', () => {
  it('is confirmed claim by claim', async () => {
    const claims = await verifyCertificate({ certificate, title, content }, keys.published)
    expect(claims).toEqual(
      ['signature', 'content', 'title', ...checkNames].map(claim => ({
        claim,
        result: 'confirmed'
      }))
    )
  })

  it('is refuted when any of its characters is another one', async () => {
    for (let at = 0; at < certificate.length; at++) {
      const changed = certificate.charAt(at) === 'A' ? 'B' : 'A'
      const altered = certificate.slice(0, at) + changed + certificate.slice(at + 1)
      const claims = await verifyCertificate({ certificate: altered, content }, keys.published)
      expect(resultsOf(claims)).toEqual({ signature: 'refuted' })
    }
  })

  it.each([
    ['', 'it is not a JWS in compact form'],
    ['a.b', 'it is not a JWS in compact form'],
    [`${certificate}=`, 'it is not a JWS in compact form'],
    [` ${certificate}`, 'it is not a JWS in compact form'],
    [`${certificate}.`, 'it is not a JWS in compact form'],
    ['..', 'it has been changed']
  ])('is refuted as %j', async (text, reason) => {
    const claims = await verifyCertificate({ certificate: text, content }, keys.published)
    expect(claims).toEqual([{ claim: 'signature', result: 'refuted', reason }])
  })

  it('is refuted with another key, type, algorithm or format', async () => {
    const statement = statementOf(story)
    const other = await CertificateKeys.of(generateKeyPairSync('ed25519').privateKey, [])
    for (const [text, published] of [
      [certificate, other.published],
      [certificate, []],
      [await signed({ ...statement, format: 2 }), keys.published],
      [await signed(statement, { typ: 'JWT' }), keys.published],
      [await signed(statement, { alg: 'Ed25519' }), keys.published]
    ] as const) {
      const claims = await verifyCertificate({ certificate: text, content }, published)
      expect(resultsOf(claims)).toEqual({ signature: 'refuted' })
    }
  })

  it('does not state more than its checks find again', async () => {
    const statement = statementOf(story)
    const checks = { ...statement.checks, length: { count: 7, unit: 'words' } }
    const text = { certificate: await signed({ ...statement, checks }), content }
    expect(resultsOf(await verifyCertificate(text, keys.published))).toMatchObject({
      signature: 'confirmed',
      content: 'confirmed',
      keywords: 'confirmed',
      length: 'refuted'
    })
  })

  it('of another version of the checks is not refuted by other results', async () => {
    const statement = { ...statementOf(story), verifier: '0' }
    const checks = { ...statement.checks, length: { count: 7, unit: 'words' } }
    const text = { certificate: await signed({ ...statement, checks }), content }
    const claims = await verifyCertificate(text, keys.published)
    expect(claims.find(({ claim }) => claim === 'length')).toEqual({
      claim: 'length',
      result: 'not_checked',
      reason: 'the certificate is of version 0 of the checks, this is 1'
    })
  })

  it('is refuted for a content that is not well-formed, whatever its hash', async () => {
    const broken = 'The fox \uD83E ran.'
    const { certificate: of } = await signCertificate(aStory({ content: broken }), signing)
    const claims = await verifyCertificate({ certificate: of, content: broken }, keys.published)
    expect(resultsOf(claims)).toMatchObject({ signature: 'confirmed', content: 'refuted' })
  })
})

describe('The id of a key', () => {
  it('is its thumbprint, as in the example of RFC 8037', async () => {
    const jwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'
    }
    const { published } = await CertificateKeys.of(
      createPrivateKey({ key: jwk, format: 'jwk' }),
      []
    )
    expect(published[0]?.kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })
})
