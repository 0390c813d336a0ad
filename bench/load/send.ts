import { Connection, type Answer } from './connection.ts'
import type { LoadRequest } from './requests.ts'

export interface Load {
  /** Sent in turn. */
  readonly requests: readonly LoadRequest[]
  readonly connections: number
  /** Requests a second that are sent, whatever is answered. Default: as many as the connections allow. */
  readonly perSecond?: number | undefined
  /** Stops after this time, or after this number of responses. */
  readonly until: { readonly seconds: number } | { readonly answers: number }
}

/** Result of a load. Times are in milliseconds. */
export interface Sent {
  readonly answers: number
  /** Responses outside 2xx by status, `failed` for lost connections, and `no Retry-After` for such a 503. */
  readonly faults: Readonly<Record<string, number>>
  /** Requests that were not sent, because all connections were in use. */
  readonly unsent: number
  readonly perSecond: number
  /** Of responses with status 2xx, sorted. */
  readonly latenciesMs: readonly number[]
  /** Of other responses, sorted. */
  readonly refusalsMs: readonly number[]
}

/** How often the requests that are due are sent. */
const tickMs = 2

/** Sends requests on many connections, one at a time on each. */
export function send(url: string, load: Load): Promise<Sent> {
  return new Sender(new URL(url), load).run()
}

class Sender {
  private readonly idle: Connection[] = []
  private readonly open = new Set<Connection>()
  private readonly latenciesMs: number[] = []
  private readonly refusalsMs: number[] = []
  private readonly faults: Record<string, number> = {}
  private readonly done = Promise.withResolvers<void>()
  private sent = 0
  private unsent = 0
  private lost = 0
  private isOver = false
  private beganAtMs = 0
  private lastAtMs = 0
  private tick: NodeJS.Timeout | undefined

  private readonly url: URL
  private readonly load: Load

  constructor(url: URL, load: Load) {
    this.url = url
    this.load = load
  }

  async run(): Promise<Sent> {
    const { until, connections, perSecond } = this.load
    this.beganAtMs = performance.now()
    const end = 'seconds' in until ? setTimeout(() => this.end(), until.seconds * 1000) : undefined
    if (perSecond !== undefined) this.tick = setInterval(() => this.sendDue(perSecond), tickMs)
    else for (let n = 0; n < connections; n++) this.sendOn(this.connection())
    await this.done.promise
    clearTimeout(end)
    const { latenciesMs, refusalsMs, faults, unsent } = this
    const answers = this.answered
    const seconds = (this.lastAtMs - this.beganAtMs) / 1000
    for (const times of [latenciesMs, refusalsMs]) times.sort((one, other) => one - other)
    return { answers, faults, unsent, perSecond: answers / seconds, latenciesMs, refusalsMs }
  }

  private sendDue(perSecond: number): void {
    const due = ((performance.now() - this.beganAtMs) * perSecond) / 1000
    for (; this.sent + this.unsent < due;) {
      const connection = this.idle.pop()
      if (connection?.isOpen) this.sendOn(connection)
      else if (this.open.size < this.load.connections) this.sendOn(this.connection())
      else this.unsent++
    }
  }

  private connection(): Connection {
    const connection: Connection = new Connection(this.url, answer => this.take(connection, answer))
    this.open.add(connection)
    return connection
  }

  private sendOn(connection: Connection): void {
    const { until, requests } = this.load
    if ('answers' in until && this.sent === until.answers) return
    const request = requests[this.sent++ % requests.length] as LoadRequest
    connection.send(wireText(this.url, request))
  }

  private take(connection: Connection, answer: Answer | undefined): void {
    if (this.isOver) return
    this.lastAtMs = performance.now()
    if (answer === undefined) this.lose(connection)
    else this.record(answer)
    const { until, perSecond } = this.load
    if ('answers' in until && this.answered >= until.answers) this.end()
    else if (perSecond === undefined) this.sendOn(answer ? connection : this.connection())
    else if (answer !== undefined) this.idle.push(connection)
  }

  private lose(connection: Connection): void {
    this.open.delete(connection)
    this.lost++
    this.count('failed')
  }

  private record({ status, saysWhenToRetry, tookMs }: Answer): void {
    const isOk = status >= 200 && status < 300
    ;(isOk ? this.latenciesMs : this.refusalsMs).push(tookMs)
    if (!isOk) this.count(String(status))
    if (status === 503 && !saysWhenToRetry) this.count('no Retry-After')
  }

  private get answered(): number {
    return this.latenciesMs.length + this.refusalsMs.length + this.lost
  }

  private count(fault: string): void {
    this.faults[fault] = (this.faults[fault] ?? 0) + 1
  }

  private end(): void {
    this.isOver = true
    clearInterval(this.tick)
    for (const connection of this.open) connection.close()
    this.done.resolve()
  }
}

function wireText({ host }: URL, { method, path, headers, body }: LoadRequest): string {
  const text = body?.() ?? ''
  const all = { Host: host, ...headers, ...(body && { 'Content-Length': text.length }) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`
}

/** @param share from 0 to 1 */
export function percentile(sortedMs: readonly number[], share: number): number {
  return sortedMs[Math.min(Math.floor(sortedMs.length * share), sortedMs.length - 1)] ?? 0
}

export function faultWords({ faults, answers }: Sent): string {
  const list = Object.entries(faults).map(([what, count]) => `${count} of ${answers} ${what}`)
  return list.join(', ') || '0'
}

export function faultsOf({ faults }: Sent): number {
  return Object.values(faults).reduce((sum, count) => sum + count, 0)
}
