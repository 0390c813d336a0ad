import { isDeepStrictEqual } from 'node:util'
import { JOSEError, JWKSNoMatchingKey } from 'jose/errors'
import { createLocalJWKSet } from 'jose/jwks/local'
import { compactVerify } from 'jose/jws/compact/verify'
import { checksVersion } from '#modules/stories/checks/check-text.js'
import { sha256 } from '#modules/stories/domain/sha256.js'
import type { CertificateJwk } from './certificate-keys.js'
import { certificateType } from './sign-certificate.js'
import { checkAgain, type Statement } from './statement.js'

export const claimResults = ['confirmed', 'refuted', 'not_checked'] as const

/** One claim of a certificate, and whether it holds: the signature, a hash, or the result of a check. */
export interface Claim {
  readonly claim: string
  readonly result: (typeof claimResults)[number]
  /** Why it is not confirmed. */
  readonly reason?: string
}

export interface CertifiedText {
  readonly certificate: string
  readonly content: string
  readonly title?: string | undefined
}

/** Verifies a certificate for the text that is given, and makes its checks again. */
export async function verifyCertificate(
  { certificate, content, title }: CertifiedText,
  keys: readonly CertificateJwk[]
): Promise<readonly Claim[]> {
  const { statement, reason } = await openCertificate(certificate, keys)
  if (statement === undefined) return [{ claim: 'signature', result: 'refuted', reason }]
  return [
    { claim: 'signature', result: 'confirmed' },
    hashClaim('content', content, statement.contentSha256),
    hashClaim('title', title, statement.titleSha256),
    ...checkClaims(statement, content)
  ]
}

type Opened =
  | { readonly statement: Statement; readonly reason?: undefined }
  | { readonly statement?: undefined; readonly reason: string }

async function openCertificate(
  certificate: string,
  published: readonly CertificateJwk[]
): Promise<Opened> {
  if (!isCanonical(certificate)) return { reason: 'it is not a JWS in compact form' }
  try {
    const keys = createLocalJWKSet({ keys: [...published] })
    const opened = await compactVerify(certificate, keys, { algorithms: ['EdDSA'] })
    if (opened.protectedHeader.typ !== certificateType) return { reason: 'it has another type' }
    const statement: unknown = JSON.parse(new TextDecoder().decode(opened.payload))
    return isStatement(statement) ? { statement } : { reason: 'it has another format' }
  } catch (error) {
    if (error instanceof JWKSNoMatchingKey) return { reason: 'its key is unknown' }
    if (error instanceof JOSEError) return { reason: 'it has been changed' }
    throw error
  }
}

/** The signature vouches for the other members of this format. */
function isStatement(payload: unknown): payload is Statement {
  return (
    typeof payload === 'object' && payload !== null && 'format' in payload && payload.format === 1
  )
}

/** The last digit of a part has unused bits: a changed one would still decode to the same bytes. */
function isCanonical(certificate: string): boolean {
  const parts = certificate.split('.')
  return (
    parts.length === 3 &&
    parts.every(part => Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

function hashClaim(claim: string, text: string | undefined, expected: string): Claim {
  if (text === undefined) return { claim, result: 'not_checked', reason: 'it was not sent' }
  // The hash of a lone surrogate is that of U+FFFD.
  if (text.isWellFormed() && sha256(text) === expected) return { claim, result: 'confirmed' }
  return { claim, result: 'refuted', reason: 'its SHA-256 is another' }
}

function checkClaims(statement: Statement, content: string): readonly Claim[] {
  const again: Readonly<Record<string, unknown>> = JSON.parse(
    JSON.stringify(checkAgain(statement, content))
  )
  return Object.entries(statement.checks).map(([claim, before]): Claim => {
    if (isDeepStrictEqual(again[claim], before)) return { claim, result: 'confirmed' }
    if (statement.verifier === checksVersion)
      return { claim, result: 'refuted', reason: 'the check has another result' }
    const reason = `the certificate is of version ${statement.verifier} of the checks, this is ${checksVersion}`
    return { claim, result: 'not_checked', reason }
  })
}
