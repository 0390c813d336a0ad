import { CompactSign } from 'jose/jws/compact/sign'
import type { CertificateKeys } from './certificate-keys.js'
import { statementOf, type CertifiedStory } from './statement.js'

/** The media type of a certificate, in its protected header. */
export const certificateType = 'jiraiya-certificate'

/** A statement in a signature: JWS in compact form (RFC 7515), Ed25519 (RFC 8037). */
export interface Certificate {
  readonly certificate: string
  readonly keyId: string
}

/** Equal stories get equal certificates, because Ed25519 takes no random numbers. */
export async function signCertificate(
  story: CertifiedStory,
  { kid, key }: NonNullable<CertificateKeys['signing']>
): Promise<Certificate> {
  const payload = new TextEncoder().encode(JSON.stringify(statementOf(story)))
  const certificate = await new CompactSign(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ: certificateType, kid })
    .sign(key)
  return { certificate, keyId: kid }
}
