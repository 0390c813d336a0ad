import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

type Mode = 'open' | 'resetting' | 'hanging'

interface Pair {
  readonly client: Socket
  readonly store: Socket | undefined
}

export async function startRelay(storeUrl: string): Promise<Relay> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return new Relay(server, storeUrl)
}

/** A TCP relay between the service and a store, which simulates network faults. */
export class Relay {
  /** The URL of the store through the relay. It never changes. */
  readonly url: string
  private readonly port: number
  private readonly pairs = new Set<Pair>()
  private mode: Mode = 'open'
  private loses = false
  /** How often the service has sent something after an answer of the store. */
  roundTrips = 0
  private readonly server: Server
  private target: URL

  // No parameter property: Node strips the types of this file for bench.
  constructor(server: Server, storeUrl: string) {
    this.server = server
    this.target = new URL(storeUrl)
    this.port = (server.address() as AddressInfo).port
    const url = new URL(storeUrl)
    url.host = `127.0.0.1:${this.port}`
    this.url = url.href
    server.on('connection', client => this.accept(client))
  }

  /** New connections go to this store. */
  switchTo(url: string): void {
    this.target = new URL(url)
  }

  /** Refuses new connections and resets open ones. */
  async refuse(): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    this.resetAll()
    await closed
  }

  /** Accepts new connections and resets them at once; resets open ones. */
  reset(): void {
    this.mode = 'resetting'
    this.resetAll()
  }

  /** Accepts and forwards nothing, in either direction, until it is open again. */
  hang(): void {
    this.mode = 'hanging'
    for (const { client, store } of this.pairs) {
      client.pause()
      store?.pause()
    }
  }

  /**
   * Like hang, but connections that are open now never continue, as after a network that lost its
   * state.
   */
  lose(): void {
    this.loses = true
    this.hang()
  }

  async open(): Promise<void> {
    this.mode = 'open'
    if (!this.server.listening) {
      this.server.listen(this.port, '127.0.0.1')
      await once(this.server, 'listening')
    }
    if (!this.loses) this.resume()
    this.loses = false
  }

  async close(): Promise<void> {
    this.resetAll()
    if (!this.server.listening) return
    this.server.close()
    await once(this.server, 'close')
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined)
    if (this.mode === 'resetting') client.resetAndDestroy()
    else if (this.mode === 'hanging') this.hold(client)
    else this.join(client)
  }

  private hold(client: Socket): void {
    client.pause()
    const pair = { client, store: undefined }
    this.pairs.add(pair)
    client.once('close', () => this.pairs.delete(pair))
  }

  private join(client: Socket): void {
    const store = connect(Number(this.target.port), this.target.hostname)
    const pair = { client, store }
    this.pairs.add(pair)
    let isAsked = false
    client.on('data', () => {
      if (!isAsked) this.roundTrips++
      isAsked = true
    })
    store.on('data', () => (isAsked = false))
    for (const [from, to] of [
      [client, store],
      [store, client]
    ] as const) {
      from.on('data', part => to.write(part))
      from.on('error', () => to.resetAndDestroy())
      from.once('close', () => {
        to.destroy()
        this.pairs.delete(pair)
      })
    }
  }

  private resetAll(): void {
    for (const { client, store } of this.pairs) {
      client.resetAndDestroy()
      store?.destroy()
    }
    this.pairs.clear()
  }

  private resume(): void {
    for (const pair of this.pairs) {
      const { client, store } = pair
      if (store === undefined) {
        this.pairs.delete(pair)
        this.join(client)
      } else store.resume()
      client.resume()
    }
  }
}
