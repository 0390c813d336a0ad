import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { giveTo, serverUser } from '../../../../tools/stores/server-user.ts'

export interface KeyPair {
  readonly certFile: string
  readonly keyFile: string
  readonly cert: string
  readonly key: string
}

/** A certificate authority, a server of this machine and a client with certificates of it. */
export interface Certificates {
  readonly authority: KeyPair
  readonly server: KeyPair
  readonly client: KeyPair
  /** An authority that has signed none of them. */
  readonly other: KeyPair
  remove(): Promise<void>
}

export async function createCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'jiraiya-certificates-'))
  await chmod(folder, 0o711)
  const authority = await keyPair(folder, 'authority')
  return {
    authority,
    server: await keyPair(folder, 'localhost', authority),
    client: await keyPair(folder, 'client', authority),
    other: await keyPair(folder, 'other'),
    remove: () => rm(folder, { recursive: true })
  }
}

async function keyPair(folder: string, name: string, issuer?: KeyPair): Promise<KeyPair> {
  const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)]
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const signing =
    issuer === undefined
      ? ['-addext', 'keyUsage=critical,keyCertSign']
      : ['-CA', issuer.certFile, '-CAkey', issuer.keyFile, '-addext', 'basicConstraints=CA:FALSE']
  const files = ['-keyout', keyFile, '-out', certFile]
  const args = ['req', '-x509', '-days', '2', ...key.split(' '), ...names, ...signing, ...files]
  await promisify(execFile)('openssl', args)
  await giveTo(serverUser(), keyFile)
  await chmod(certFile, 0o644)
  const [cert, text] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
  return { certFile, keyFile, cert, key: text }
}
