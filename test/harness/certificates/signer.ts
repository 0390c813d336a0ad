import { generateKeyPairSync, sign } from 'node:crypto'
import type { Story } from '#modules/stories/domain/story.js'
import { CertificateKeys } from '#modules/stories/certificate/certificate-keys.js'
import { statementOf, type Statement } from '#modules/stories/certificate/statement.js'

const { privateKey } = generateKeyPairSync('ed25519')
const other = generateKeyPairSync('ed25519').privateKey
const { published } = await CertificateKeys.of(privateKey, [])
const kid = published[0]?.kid

/** The keys that know the certificates of this file. */
export const knownKeys = published

type Entry = Statement['checks']['keywords'][number]

/** A certificate as no service signs it: with other members of its header, its statement, its first keyword. */
export interface Oddity {
  readonly header?: object
  readonly statement?: object
  readonly keyword?: (entry: Entry) => object
  readonly isForeign?: boolean
}

export function oddCertificate(story: Story, oddity: Oddity = {}): string {
  const { header = {}, statement = {}, keyword, isForeign = false } = oddity
  const usual = statementOf(story)
  const [first, ...rest] = usual.checks.keywords
  const keywords =
    first === undefined || keyword === undefined ? undefined : [keyword(first), ...rest]
  const checks = keywords === undefined ? usual.checks : { ...usual.checks, keywords }
  const signed = [
    { alg: 'EdDSA', typ: 'jiraiya-certificate', kid, ...header },
    { ...usual, checks, ...statement }
  ]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign(null, Buffer.from(signed), isForeign ? other : privateKey)
  return `${signed}.${signature.toString('base64url')}`
}
