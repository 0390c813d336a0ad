import { connect, type Socket } from 'node:net'

/** A response as far as a load needs it. */
export interface Answer {
  readonly status: number
  readonly saysWhenToRetry: boolean
  /** Since the request was sent, in milliseconds. */
  readonly tookMs: number
}

const empty: Buffer = Buffer.alloc(0)
const lastChunk = Buffer.from('0\r\n\r\n')
const headEnd = '\r\n\r\n'
const contentLength = /\r\ncontent-length: (\d+)/i
const retryAfter = /\r\nretry-after: \d+/i

/**
 * One HTTP/1.1 connection that sends one request at a time. It reads only the status, the length and Retry-After,
 * because the client must take as little as possible of the CPU that it shares with the service.
 */
export class Connection {
  private readonly socket: Socket
  private sentAtMs: number | undefined
  private answer: Omit<Answer, 'tookMs'> | undefined
  /** Bytes of the response so far; of a body in chunks only the last ones. */
  private received = empty
  /** Bytes of the body that are missing; undefined for a body in chunks. */
  private missing: number | undefined

  private readonly onAnswer: (answer: Answer | undefined) => void

  /** @param onAnswer gets undefined when the connection is lost during a request */
  constructor({ hostname, port }: URL, onAnswer: (answer: Answer | undefined) => void) {
    this.onAnswer = onAnswer
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.socket.on('data', bytes => this.read(bytes))
    this.socket.on('error', () => undefined)
    this.socket.once('close', () => this.sentAtMs !== undefined && onAnswer(undefined))
  }

  get isOpen(): boolean {
    return !this.socket.destroyed
  }

  /** @param text head and body, ASCII only */
  send(text: string): void {
    this.sentAtMs = performance.now()
    this.socket.write(text, 'latin1')
  }

  close(): void {
    this.socket.removeAllListeners('close').destroy()
  }

  private read(bytes: Buffer): void {
    if (this.answer === undefined) this.readHead(bytes)
    else if (this.missing !== undefined) this.missing -= bytes.length
    else this.received = Buffer.concat([this.received, bytes]).subarray(-lastChunk.length)
    if (this.answer === undefined) return
    const isWhole = this.missing === undefined ? this.received.equals(lastChunk) : this.missing <= 0
    if (!isWhole) return
    const tookMs = performance.now() - (this.sentAtMs ?? 0)
    const answer = { ...this.answer, tookMs }
    this.sentAtMs = undefined
    this.answer = undefined
    this.received = empty
    this.onAnswer(answer)
  }

  private readHead(bytes: Buffer): void {
    this.received = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes])
    const end = this.received.indexOf(headEnd)
    if (end < 0) return
    const head = this.received.toString('latin1', 0, end)
    const [, length] = contentLength.exec(head) ?? []
    const ofBody = this.received.length - end - headEnd.length
    this.missing = length === undefined ? undefined : Number(length) - ofBody
    this.answer = { status: Number(head.slice(9, 12)), saysWhenToRetry: retryAfter.test(head) }
    this.received = this.received.subarray(-lastChunk.length)
  }
}
