import { createPrivateKey, X509Certificate } from 'node:crypto'

/** TLS of connections to a store. With any of these, the server's certificate is verified. */
export interface TlsClient {
  /** The certificate authorities to trust instead of the usual ones. */
  readonly ca?: string | undefined
  /** Certificate and key with which the client authenticates itself. */
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

export function isTlsConfigured({ ca, cert, key }: TlsClient): boolean {
  return [ca, cert, key].some(part => part !== undefined)
}

/** Whether certificate and key are both present and belong together, or both missing. */
export function isKeyOfCertificate({ cert, key }: TlsClient): boolean {
  if (cert === undefined || key === undefined) return cert === key
  return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
}

/** Codes of OpenSSL and Node.js: the certificate of the server is not accepted. */
const refused =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA)/

export function isCertificateError(error: unknown): error is Error & { readonly code: string } {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' && refused.test(code)
}

/** The server has a certificate that this service does not trust. */
export class UntrustedServer extends Error {
  constructor(server: string, setting: string, cause: Error) {
    super(`The certificate of ${server} is not trusted (${cause.message}). Check ${setting}.`, {
      cause
    })
    this.name = 'UntrustedServer'
  }
}
