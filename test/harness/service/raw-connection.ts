import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A connection of bytes, for requests that no HTTP client would send. */
export class RawConnection {
  /** Resolves with all received bytes when the server has closed the connection. */
  readonly closed: Promise<readonly RawAnswer[]>
  private readonly socket: Socket
  private received = Buffer.alloc(0)

  constructor(url: string) {
    this.socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', noDelay: true })
    this.socket.on('data', part => (this.received = Buffer.concat([this.received, part])))
    // A reset closes the connection too; the bytes received before it count.
    this.socket.on('error', () => undefined)
    this.closed = new Promise(resolve => {
      this.socket.on('close', () => resolve(answersIn(this.received)))
    })
  }

  write(bytes: string | Uint8Array): this {
    this.socket.write(bytes)
    return this
  }

  /** Resolves with the received text, once it satisfies the predicate. */
  async answersWhen(satisfied: (answers: readonly RawAnswer[]) => boolean): Promise<RawAnswer[]> {
    for (;;) {
      const answers = answersIn(this.received)
      if (satisfied(answers)) return answers
      await Promise.race([
        new Promise(resolve => this.socket.once('data', resolve)),
        this.closed.then(() => Promise.reject(new Error('closed before it satisfied')))
      ])
    }
  }

  destroy(): void {
    this.socket.destroy()
  }
}

/** Sends bytes on a new connection, and waits until the server closes it. */
export function exchange(url: string, bytes: string | Uint8Array): Promise<readonly RawAnswer[]> {
  return new RawConnection(url).write(bytes).closed
}

function answersIn(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = []
  let rest = bytes
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n')
    if (headEnd < 0) return answers
    const [statusLine = '', ...lines] = rest.toString('latin1', 0, headEnd).split('\r\n')
    const headers = Object.fromEntries(lines.map(line => headerIn(line)))
    const bodyEnd = headEnd + 4 + Number(headers['content-length'] ?? 0)
    if (rest.length < bodyEnd) return answers
    const body = rest.toString('utf8', headEnd + 4, bodyEnd)
    answers.push({ status: Number(statusLine.split(' ')[1]), headers, body })
    rest = rest.subarray(bodyEnd)
  }
}

function headerIn(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}
