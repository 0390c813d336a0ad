import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

export interface Balancer {
  readonly url: string
  /** The instances behind it; an instance that is not ready gets no new request. */
  set(urls: readonly string[]): void
  /** Resolves when this instance gets requests. */
  sends(url: string): Promise<void>
  close(): Promise<void>
}

const askEveryMs = 100

/**
 * A load balancer as in a cluster: it checks readiness, and sends each request to the next instance.
 */
export async function startBalancer(): Promise<Balancer> {
  let known: readonly string[] = []
  const ready = new Set<string>()
  let turn = 0

  const ask = async (url: string): Promise<void> => {
    const isReady = await fetch(`${url}/api/health/ready`).then(
      ({ ok }) => ok,
      () => false
    )
    if (isReady && known.includes(url)) ready.add(url)
    else ready.delete(url)
  }
  const asking = setInterval(() => known.forEach(url => void ask(url)), askEveryMs)

  const server = createServer((incoming, outgoing) => {
    const targets = [...ready]
    const target = targets[turn++ % targets.length]
    if (target === undefined) outgoing.writeHead(502).end()
    else pass(target, incoming, outgoing)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: urls => {
      known = urls
      for (const url of ready) if (!urls.includes(url)) ready.delete(url)
    },
    sends: async url => {
      while (!ready.has(url)) await new Promise(resolve => setTimeout(resolve, askEveryMs))
    },
    close: async () => {
      clearInterval(asking)
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}

function pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const call = request(
    `${target}${incoming.url}`,
    { method: incoming.method, headers: incoming.headers, agent: false },
    answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
      // A connection that an instance closes is closed to the client too.
      answer.once('error', () => outgoing.destroy())
    }
  )
  call.once('error', () =>
    outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()
  )
  outgoing.once('close', () => call.destroy())
  incoming.pipe(call)
}
