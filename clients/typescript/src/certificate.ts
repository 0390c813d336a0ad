import type { CertificateVerdict, Jwks, VerifyCertificate } from './generated/types.gen.js'

/** What a certificate states; docs/certificate.md of the service describes it. */
export interface CertificateStatement {
  readonly format: 1
  readonly storyId: string
  readonly titleSha256: string
  readonly contentSha256: string
  readonly language: string
  readonly checks: { readonly keywords: readonly CertifiedKeyword[] }
  readonly verifier: string
  readonly prompt: string
  readonly model: string
  readonly createdAt: string
}

export interface CertifiedKeyword {
  readonly keyword: string
  readonly result: 'used' | 'unconfirmed' | 'missing'
  readonly form?: string
  readonly at: readonly number[]
  readonly evidence?: 'exact' | 'inflected' | 'model'
}

/** The claims of a certificate, and what it states if its signature is confirmed. */
export interface OfflineVerdict extends CertificateVerdict {
  readonly statement?: CertificateStatement
}

type Claims = CertificateVerdict['claims']
type Claim = Claims[number]

/**
 * Verifies a certificate without the service: its signature, the hashes of content and title, and
 * whether the forms of the keywords are where it says. Needs Web Crypto with Ed25519: Node, or a
 * browser of 2025 or newer.
 *
 * @param keys what `GET /.well-known/jwks.json` returns
 */
export async function verifyCertificate(
  { certificate, content, title }: Readonly<VerifyCertificate>,
  keys: Readonly<Jwks>
): Promise<OfflineVerdict> {
  const statement = await openCertificate(certificate, keys)
  if (statement === undefined) return verdict([refuted('signature', 'it is not one of these keys')])
  const claims = [
    confirmed('signature'),
    await hashClaim('content', content, statement.contentSha256),
    title === undefined
      ? ({ claim: 'title', result: 'not_checked', reason: 'it was not given' } as const)
      : await hashClaim('title', title, statement.titleSha256),
    statement.checks.keywords.every(keyword => agrees(keyword, content))
      ? confirmed('keywords')
      : refuted('keywords', 'a form is not where it should be')
  ]
  return { ...verdict(claims), statement }
}

function verdict(claims: Claims): CertificateVerdict {
  return { valid: claims.every(({ result }) => result !== 'refuted'), claims }
}

function confirmed(claim: string): Claim {
  return { claim, result: 'confirmed' }
}

function refuted(claim: string, reason: string): Claim {
  return { claim, result: 'refuted', reason }
}

/** The statement, if the signature is of one of the keys. */
async function openCertificate(
  certificate: string,
  { keys }: Readonly<Jwks>
): Promise<CertificateStatement | undefined> {
  const parts = certificate.split('.')
  const [header = '', payload = '', signature = ''] = parts
  if (parts.length !== 3 || !parts.every(part => base64url.test(part))) return undefined
  const { alg, typ, kid, crit } = objectOf(header) ?? {}
  if (alg !== 'EdDSA' || typ !== 'jiraiya-certificate' || crit !== undefined) return undefined
  const key = keys.find(each => each.kid === kid && each.kty === 'OKP' && each.crv === 'Ed25519')
  if (key === undefined) return undefined
  const { kty, crv, x } = key
  const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, [
    'verify'
  ])
  const signed = new TextEncoder().encode(`${header}.${payload}`)
  const isValid = await crypto.subtle.verify('Ed25519', publicKey, bytesOf(signature), signed)
  const statement = isValid ? objectOf(payload) : undefined
  return statement?.['format'] === 1 ? (statement as unknown as CertificateStatement) : undefined
}

/** Without padding, and without bits in the last character that belong to no byte. */
const base64url = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/

function bytesOf(part: string): Uint8Array<ArrayBuffer> {
  const text = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, character => character.charCodeAt(0))
}

function objectOf(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(part))
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

async function hashClaim(claim: string, text: string, expected: string): Promise<Claim> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const digits = Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join(
    ''
  )
  // The encoder replaces half a surrogate pair by U+FFFD.
  const isWellFormed = !/\p{Surrogate}/u.test(text)
  return isWellFormed && digits === expected
    ? confirmed(claim)
    : refuted(claim, 'its SHA-256 is another')
}

/** Whether the content has the form of a keyword at one of its offsets; none if it is missing. */
function agrees({ result, form, at, evidence }: CertifiedKeyword, content: string): boolean {
  if (result === 'missing') return form === undefined && evidence === undefined && at.length === 0
  const kinds = result === 'used' ? ['exact', 'inflected'] : ['model']
  const areOffsets = at.every(
    (offset, index) => offset > (at[index - 1] ?? -1) && offset < content.length
  )
  return (
    evidence !== undefined &&
    kinds.includes(evidence) &&
    areOffsets &&
    form !== undefined &&
    at.some(offset => content.startsWith(form, offset))
  )
}
