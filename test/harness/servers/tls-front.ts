import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { promisify } from 'node:util'

export interface TlsFront {
  readonly port: number
  /** The certificate, which is its own authority. */
  readonly certificateFile: string
  close(): Promise<void>
}

/** Accepts TLS for a host name and sends what arrives to a plain server on this machine. */
export async function startTlsFront(host: string, upstreamPort: number): Promise<TlsFront> {
  const folder = await mkdtemp(join(tmpdir(), 'tls-front-'))
  const certificateFile = join(folder, 'certificate.pem')
  const keyFile = join(folder, 'key.pem')
  const options = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'.split(' ')
  const name = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`]
  const files = ['-keyout', keyFile, '-out', certificateFile]
  await promisify(execFile)('openssl', ['req', ...options, ...name, ...files])
  const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)])
  const sockets = new Set<Socket>()
  const server = createServer({ cert, key }, client => {
    const upstream = connect(upstreamPort, '127.0.0.1')
    for (const socket of [client, upstream]) sockets.add(socket)
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.once('close', () => upstream.destroy())
    upstream.once('close', () => client.destroy())
  })
  // A client that does not trust the certificate ends the handshake.
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    certificateFile,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
      await rm(folder, { recursive: true })
    }
  }
}
