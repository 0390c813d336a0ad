import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

interface ProxiedRequest {
  /** `CONNECT` for a tunnel. */
  readonly method: string
  /** Host and port of a tunnel, the whole URL of any other request. */
  readonly target: string
  readonly authorization: string | undefined
}

export interface Proxy {
  readonly url: string
  /** Oldest first. */
  readonly requests: readonly ProxiedRequest[]
  close(): Promise<void>
}

/** A proxy that sends everything to one server on this machine, so that any host name can be used. */
export async function startProxy(upstreamPort: number): Promise<Proxy> {
  const requests: ProxiedRequest[] = []
  const sockets = new Set<Socket>()
  const record = ({ method = '', url = '', headers }: IncomingMessage): void => {
    requests.push({ method, target: url, authorization: headers['proxy-authorization'] })
  }
  const server = createServer((incoming, response) => {
    record(incoming)
    const { pathname, search } = new URL(incoming.url ?? '')
    const { method = 'GET', headers } = incoming
    const target = { host: '127.0.0.1', port: upstreamPort, path: pathname + search }
    const outgoing = request({ ...target, method, headers }, upstream => {
      response.writeHead(upstream.statusCode ?? 502, upstream.headers)
      upstream.pipe(response)
    })
    outgoing.once('error', () => response.destroy())
    response.once('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  server.on('connection', socket => sockets.add(socket))
  server.on('connect', (incoming: IncomingMessage, client: Socket) => {
    record(incoming)
    const upstream = connect(upstreamPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client]
    ] as const) {
      one.on('error', () => other.destroy())
      one.once('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    }
  }
}
