import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { RequestContext } from '#core/context/request-context.js'
import type { AppError } from '#core/errors/app-error.js'
import { tracerOf } from '#core/tracing/tracer.js'
import { errorBody } from '#core/http/error-body.js'

/** How a stream came to its end. */
export type StreamEnd = 'finished' | 'failed' | 'client_closed' | 'client_stalled'

export interface StreamTimes {
  /** A comment after so long a silence keeps proxies awake. */
  readonly heartbeatMs: number
  /** A reader who takes nothing for so long is dropped. */
  readonly stallMs: number
}

const contentHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no'
}

/** When a reader may come again after a shutdown: another instance has taken over by then. */
const retryMs = 1000

/**
 * Server-sent events as the answer to a request (WHATWG HTML, 9.2). It opens with the first event, or
 * with the first heartbeat; what fails before is an ordinary answer. A slow reader slows the writer.
 */
export class EventStream {
  private times: StreamTimes | undefined
  private heartbeat: NodeJS.Timeout | undefined
  private isQuiet = true
  private stalled = false
  private over: StreamEnd | undefined

  constructor(
    private readonly reply: FastifyReply,
    private readonly context: RequestContext
  ) {}

  /** Whether the status has been sent, so that errors are events from here on. */
  get isOpen(): boolean {
    return this.response.headersSent
  }

  /** Undefined as long as it lasts. */
  get end(): StreamEnd | undefined {
    if (this.over !== undefined) return this.over
    if (!this.response.closed) return undefined
    return this.stalled ? 'client_stalled' : 'client_closed'
  }

  /** As long as it is not open. */
  setHeader(name: string, value: string): void {
    if (!this.isOpen) this.reply.header(name, value)
  }

  start(times: StreamTimes): void {
    this.times = times
    this.heartbeat = setInterval(() => this.beat(), times.heartbeatMs)
    this.response.once('close', () => clearInterval(this.heartbeat))
  }

  /**
   * Resolves when there is room for more, or when nobody reads any more: it never fails, and what
   * nobody reads is lost. @param data JSON
   */
  send(event: string, data: unknown): Promise<void> | void {
    this.open()
    this.isQuiet = false
    return this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** The last event of a stream that has done what it was for. */
  async finish(event: string, data: unknown): Promise<void> {
    await this.send(event, data)
    this.close('finished')
  }

  /** The last event of an open stream that cannot go on. */
  fail(error: AppError): void {
    if (this.response.closed || this.over !== undefined) return
    tracerOf(this.context)?.failRequest(this.context, error)
    const body = JSON.stringify(errorBody(error, this.context))
    const retry = error.code === 'SHUTTING_DOWN' ? `retry: ${retryMs}\n` : ''
    this.response.write(`${retry}event: error\ndata: ${body}\n\n`)
    this.close('failed')
  }

  /** Nothing is left running, whatever became of it. */
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
    return this.response.write(text) ? undefined : this.room()
  }

  /** Until the reader has taken what is written, or is dropped. */
  private room(): Promise<void> {
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
    if (this.isQuiet && !this.response.writableNeedDrain) {
      this.open()
      void this.write(':\n\n')
    }
    this.isQuiet = true
  }
}

function definedHeaders(reply: FastifyReply): Record<string, string | string[] | number> {
  const entries = Object.entries(reply.getHeaders())
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  )
}
