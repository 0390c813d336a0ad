import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { RequestContext } from '#core/context/request-context.js'
import type { AppError } from '#core/errors/app-error.js'
import { errorBody } from '#core/http/errors/error-body.js'

/** How a stream ended. */
export type StreamEnd = 'finished' | 'failed' | 'client_closed' | 'client_stalled'

export interface StreamTimes {
  /** A comment is sent after this time without an event, so that proxies keep the connection. */
  readonly heartbeatMs: number
  /** A client that reads nothing for this time is disconnected. */
  readonly stallMs: number
}

const contentHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no'
}

/** Delay before a client reconnects after a shutdown: another instance has taken over by then. */
const retryMs = 1000

/**
 * Server-sent events as a response (WHATWG HTML, 9.2). The stream opens with the first event or the first
 * heartbeat; an error before that is an ordinary error response. A slow client slows the writer down.
 */
export class EventStream {
  private times: StreamTimes | undefined
  private heartbeat: NodeJS.Timeout | undefined
  private isIdle = true
  private stalled = false
  private over: StreamEnd | undefined

  constructor(
    private readonly reply: FastifyReply,
    private readonly context: RequestContext
  ) {}

  /** Whether the status is sent; from then on errors are events. */
  get isOpen(): boolean {
    return this.response.headersSent
  }

  /** Undefined while the stream is open. */
  get end(): StreamEnd | undefined {
    if (this.over !== undefined) return this.over
    if (!this.response.closed) return undefined
    return this.stalled ? 'client_stalled' : 'client_closed'
  }

  /** Has no effect once the stream is open. */
  setHeader(name: string, value: string): void {
    if (!this.isOpen) this.reply.header(name, value)
  }

  start(times: StreamTimes): void {
    this.times = times
    this.heartbeat = setInterval(() => this.beat(), times.heartbeatMs)
    this.response.once('close', () => clearInterval(this.heartbeat))
  }

  /**
   * Resolves when the client can take more, or has disconnected. Never rejects.
   * @param data JSON
   */
  send(event: string, data: unknown): Promise<void> | void {
    this.open()
    this.isIdle = false
    return this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** Sends the last event of a successful stream. */
  async finish(event: string, data: unknown): Promise<void> {
    await this.send(event, data)
    this.close('finished')
  }

  /** Sends an `error` event as the last event of an open stream. */
  fail(error: AppError): void {
    if (this.response.closed || this.over !== undefined) return
    this.context.trace?.fail(error)
    const body = JSON.stringify(errorBody(error, this.context))
    const retry = error.code === 'SHUTTING_DOWN' ? `retry: ${retryMs}\n` : ''
    this.response.write(`${retry}event: error\ndata: ${body}\n\n`)
    this.close('failed')
  }

  /** Stops the heartbeat. */
  stop(): void {
    clearInterval(this.heartbeat)
  }

  private get response(): ServerResponse {
    return this.reply.raw
  }

  private open(): void {
    if (this.isOpen || this.response.closed) return
    this.reply.hijack()
    this.response.writeHead(200, { ...definedHeaders(this.reply), ...contentHeaders })
  }

  private close(how: StreamEnd): void {
    this.over = how
    clearInterval(this.heartbeat)
    this.response.end()
  }

  private write(text: string): Promise<void> | void {
    if (this.response.closed || this.over !== undefined) return undefined
    return this.response.write(text) ? undefined : this.drained()
  }

  /** Resolves when the client has read what is written, or is disconnected. */
  private drained(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(() => {
      this.stalled = true
      this.response.destroy()
    }, this.times?.stallMs)
    const go = (): void => {
      clearTimeout(timer)
      this.response.off('drain', go).off('close', go)
      resolve()
    }
    this.response.once('drain', go).once('close', go)
    return promise
  }

  private beat(): void {
    if (this.isIdle && !this.response.writableNeedDrain) {
      this.open()
      void this.write(':\n\n')
    }
    this.isIdle = true
  }
}

function definedHeaders(reply: FastifyReply): Record<string, string | string[] | number> {
  const entries = Object.entries(reply.getHeaders())
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  )
}
