import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

type Mode = 'open' | 'resetting' | 'hanging'

/** A TCP relay between the service and a store, which simulates network faults. */
export interface Relay {
  /** The URL of the store through the relay. It never changes. */
  readonly url: string
  /** New connections go to this store. */
  switchTo(url: string): void
  /** Refuses new connections and resets open ones. */
  refuse(): Promise<void>
  /** Accepts new connections and resets them at once; resets open ones. */
  reset(): void
  /** Accepts and forwards nothing, in either direction, until it is open again. */
  hang(): void
  /**
   * Like hang, but connections that are open now never continue, as after a network that lost its
   * state.
   */
  lose(): void
  open(): Promise<void>
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly store: Socket | undefined
}

export async function startRelay(firstUrl: string): Promise<Relay> {
  let mode: Mode = 'open'
  let loses = false
  let target = new URL(firstUrl)
  const pairs = new Set<Pair>()
  const server = createServer(client => {
    client.on('error', () => undefined)
    if (mode === 'resetting') client.resetAndDestroy()
    else if (mode === 'hanging') waitWith(client)
    else join(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = new URL(firstUrl)
  url.host = `127.0.0.1:${port}`

  const waitWith = (client: Socket): void => {
    client.pause()
    const pair = { client, store: undefined }
    pairs.add(pair)
    client.once('close', () => pairs.delete(pair))
  }
  const join = (client: Socket): void => {
    const store = connect(Number(target.port), target.hostname)
    const pair = { client, store }
    pairs.add(pair)
    for (const [from, to] of [
      [client, store],
      [store, client]
    ] as const) {
      from.on('data', part => to.write(part))
      from.on('error', () => to.resetAndDestroy())
      from.once('close', () => {
        to.destroy()
        pairs.delete(pair)
      })
    }
  }
  const resetAll = (): void => {
    for (const { client, store } of pairs) {
      client.resetAndDestroy()
      store?.destroy()
    }
    pairs.clear()
  }
  const hang = (): void => {
    mode = 'hanging'
    for (const { client, store } of pairs) {
      client.pause()
      store?.pause()
    }
  }
  const resume = (): void => {
    for (const pair of pairs) {
      const { client, store } = pair
      if (store === undefined) {
        pairs.delete(pair)
        join(client)
      } else store.resume()
      client.resume()
    }
  }
  return {
    url: url.href,
    switchTo: to => {
      target = new URL(to)
    },
    refuse: async () => {
      const closed = once(server, 'close')
      server.close()
      resetAll()
      await closed
    },
    reset: () => {
      mode = 'resetting'
      resetAll()
    },
    hang,
    lose: () => {
      loses = true
      hang()
    },
    open: async () => {
      mode = 'open'
      if (!server.listening) {
        server.listen(port, '127.0.0.1')
        await once(server, 'listening')
      }
      if (!loses) resume()
      loses = false
    },
    close: async () => {
      resetAll()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    }
  }
}
