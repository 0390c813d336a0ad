import { createPublicKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint'
import { exportJWK } from 'jose/key/export'

/** A public key of certificates, as it is published. */
export interface CertificateJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

interface SigningKey {
  readonly kid: string
  readonly key: KeyObject
}

/** The keys of certificates: one signs, and it and the earlier ones verify. */
export class CertificateKeys {
  private constructor(
    readonly signing: SigningKey | undefined,
    readonly published: readonly CertificateJwk[]
  ) {}

  static async of(
    key: KeyObject | undefined,
    previous: readonly KeyObject[]
  ): Promise<CertificateKeys> {
    const publicKeys = [...(key === undefined ? [] : [createPublicKey(key)]), ...previous]
    const published = await Promise.all(publicKeys.map(jwkOf))
    const kid = published.at(0)?.kid
    return new CertificateKeys(key && kid ? { kid, key } : undefined, published)
  }
}

/** @returns the key under its thumbprint (RFC 7638) */
async function jwkOf(key: KeyObject): Promise<CertificateJwk> {
  const { x = '' } = await exportJWK(key)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x } as const
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' }
}
