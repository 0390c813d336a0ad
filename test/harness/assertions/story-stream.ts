import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { storyRequest, testKey } from '../fixtures/requests.js'

/** The events of a stream, in order. */
export type StreamItem =
  | { readonly kind: 'event'; readonly name: string; readonly data: unknown }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'retry'; readonly ms: number }

/**
 * Server-sent events read strictly (WHATWG HTML, 9.2.5): of all that the format allows only what
 * this service writes is taken, so that every slip shows.
 */
class SseParser {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  private rest = ''

  /** @throws Error on anything but events with a name and JSON data, comments and retry */
  push(bytes: Uint8Array): StreamItem[] {
    this.rest += this.decoder.decode(bytes, { stream: true })
    const items: StreamItem[] = []
    for (let end = this.rest.indexOf('\n\n'); end !== -1; end = this.rest.indexOf('\n\n')) {
      items.push(...itemsOf(this.rest.slice(0, end)))
      this.rest = this.rest.slice(end + 2)
    }
    return items
  }

  /** @throws Error when the stream ended in the midst of an event */
  end(): void {
    this.decoder.decode()
    if (this.rest !== '') throw new Error(`cut off in: ${JSON.stringify(this.rest)}`)
  }
}

function itemsOf(block: string): StreamItem[] {
  const items: StreamItem[] = []
  let name: string | undefined
  let data: string | undefined
  for (const line of block.split('\n')) {
    const [field, value] = split(line)
    if (field === '') items.push({ kind: 'comment', text: value })
    else if (field === 'retry' && /^\d+$/.test(value)) items.push({ kind: 'retry', ms: +value })
    else if (field === 'event' && name === undefined && data === undefined) name = value
    else if (field === 'data' && name !== undefined && data === undefined) data = value
    else throw new Error(`no line of ours: ${JSON.stringify(line)}`)
  }
  if (name !== undefined) {
    if (data === undefined) throw new Error(`an event without data: ${JSON.stringify(block)}`)
    items.push({ kind: 'event', name, data: JSON.parse(data) })
  }
  return items
}

function split(line: string): [string, string] {
  const colon = line.indexOf(':')
  if (colon === -1) throw new Error(`no field: ${JSON.stringify(line)}`)
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
}

interface Meta {
  readonly storyId: string
  readonly model: string
}

interface Done {
  readonly story: Readonly<Record<string, unknown>>
}

/** A story as its reader received it. */
export interface ReceivedStory {
  readonly status: number
  readonly headers: Headers
  readonly items: readonly StreamItem[]
  readonly names: readonly string[]
  readonly storyId: string
  readonly model: string
  readonly title: string
  /** The deltas put together. */
  readonly content: string
  readonly done: Readonly<Record<string, unknown>> | undefined
  /** The one error body: of the error event, or the answer itself where no stream was opened. */
  readonly error: ErrorBody | undefined
}

export interface ErrorBody {
  readonly success: boolean
  readonly statusCode: number
  readonly message: string
  readonly requestId: string
  readonly retryAfter?: number
  readonly error: {
    readonly code: string
    readonly retryable: boolean
    readonly details?: Readonly<Record<string, unknown>>
  }
}

export type HeaderTexts = Readonly<Record<string, string>>

/** Options of a stream's request. */
export function streamRequest(
  body: object = storyRequest(),
  headers: HeaderTexts = {}
): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': testKey, ...headers },
    body: JSON.stringify(body)
  }
}

/** Requests a story stream and reads it to its end. */
export async function readStory(
  url: string,
  body: object = storyRequest(),
  headers: HeaderTexts = {},
  path = '/api/v1/stories/stream'
): Promise<ReceivedStory> {
  const answer = await fetch(url + path, streamRequest(body, headers))
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream')
  const items: StreamItem[] = []
  if (isStream) for await (const item of itemsIn(answer)) items.push(item)
  const heard = storyOf(items)
  return {
    ...heard,
    status: answer.status,
    headers: answer.headers,
    error: isStream ? heard.error : ((await answer.json()) as ErrorBody)
  }
}

/** The events of a response, as they arrive. */
export async function* itemsIn(answer: Response): AsyncGenerator<StreamItem, void> {
  const parser = new SseParser()
  for await (const bytes of answer.body ?? []) yield* parser.push(bytes as Uint8Array)
  parser.end()
}

/** The story in these events. @throws when their order is wrong */
export function storyOf(items: readonly StreamItem[]): Omit<ReceivedStory, 'status' | 'headers'> {
  const events = items.flatMap(item => (item.kind === 'event' ? [item] : []))
  const names = events.map(({ name }) => name)
  const dataOf = (name: string): unknown => events.find(event => event.name === name)?.data
  const textOf = (data: unknown): string => (data as { readonly text: string }).text
  const order = names.join(' ')
  if (!/^(meta( title| delta)*)?( ?done| ?error)?$/.test(order) || !atMostOnce(names, 'title')) {
    throw new Error(`events in a wrong order: ${order}`)
  }
  return {
    items,
    names,
    storyId: (dataOf('meta') as Meta | undefined)?.storyId ?? '',
    model: (dataOf('meta') as Meta | undefined)?.model ?? '',
    title: textOf(dataOf('title') ?? { text: '' }),
    content: events.flatMap(({ name, data }) => (name === 'delta' ? [textOf(data)] : [])).join(''),
    done: (dataOf('done') as Done | undefined)?.story,
    error: dataOf('error') as ErrorBody | undefined
  }
}

function atMostOnce(names: readonly string[], name: string): boolean {
  return names.indexOf(name) === names.lastIndexOf(name)
}

/** A reader on a bare socket, which can pause, resume and disconnect. */
export class SocketReader {
  readonly items: StreamItem[] = []
  /** Settles when the connection is closed, by either side; false when the response was incomplete. */
  readonly closed: Promise<boolean>
  status = 0
  head = ''
  private readonly socket: Socket
  private readonly parser = new SseParser()
  private received = Buffer.alloc(0)
  private isWhole = false
  private readonly waiting = new Set<() => void>()

  constructor(
    to: string | NetConnectOpts,
    body: object = storyRequest(),
    headers: HeaderTexts = {}
  ) {
    const { hostname, port } = new URL(typeof to === 'string' ? to : 'http://127.0.0.1')
    this.socket = connect(typeof to === 'string' ? { host: hostname, port: Number(port) } : to)
    const json = JSON.stringify(body)
    const own = { 'X-API-Key': testKey, 'Content-Type': 'application/json', ...headers }
    this.socket.write(
      [
        'POST /api/v1/stories/stream HTTP/1.1',
        'Host: 127.0.0.1',
        ...Object.entries(own).map(([name, value]) => `${name}: ${value}`),
        `Content-Length: ${Buffer.byteLength(json)}`,
        '',
        json
      ].join('\r\n')
    )
    this.socket.on('data', bytes => this.take(bytes))
    // A connection that is reset has ended too.
    this.socket.on('error', () => undefined)
    this.closed = new Promise(resolve => {
      this.socket.on('close', () => {
        this.wake()
        resolve(this.isWhole)
      })
    })
  }

  get story(): ReturnType<typeof storyOf> {
    return storyOf(this.items)
  }

  /**
   * Resolves when the received text satisfies the predicate.
   * @throws Error when the connection ends before
   */
  async until(satisfied: (reader: this) => boolean): Promise<void> {
    while (!satisfied(this)) {
      if (this.isWhole || this.socket.destroyed)
        throw new Error(`closed before it satisfied: ${this.head}`)
      await new Promise<void>(resolve => this.waiting.add(resolve))
    }
  }

  /** The response is complete; the connection may stay open. */
  async whole(): Promise<void> {
    await this.until(() => this.isWhole)
  }

  stopReading(): this {
    this.socket.pause()
    return this
  }

  readOn(): this {
    this.socket.resume()
    return this
  }

  leave(): void {
    this.socket.destroy()
  }

  private take(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes])
    if (this.head === '') this.readHead()
    if (this.head !== '') this.readChunks()
    this.wake()
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve()
    this.waiting.clear()
  }

  private readHead(): void {
    const end = this.received.indexOf('\r\n\r\n')
    if (end === -1) return
    this.head = this.received.toString('latin1', 0, end)
    this.status = Number(this.head.split(' ')[1])
    this.received = this.received.subarray(end + 4)
  }

  /** Chunked transfer coding (RFC 9112, 7.1); an answer that is no stream is left as it is. */
  private readChunks(): void {
    if (!/transfer-encoding: chunked/i.test(this.head)) return
    for (;;) {
      const lineEnd = this.received.indexOf('\r\n')
      if (lineEnd === -1) return
      const size = Number.parseInt(this.received.toString('latin1', 0, lineEnd), 16)
      const end = lineEnd + 2 + size
      if (this.received.length < end + 2) return
      if (size === 0) {
        this.isWhole = true
        this.parser.end()
        return
      }
      this.items.push(...this.parser.push(this.received.subarray(lineEnd + 2, end)))
      this.received = this.received.subarray(end + 2)
    }
  }
}
