import type { IncomingHttpHeaders } from 'node:http'
import { currentContext, type RequestContext } from '#core/context/request-context.js'

/**
 * What a span may hold: numbers, and words of our own code or settings. Never what a caller or a
 * model wrote, no secret, no address with a query and nobody's id.
 */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>

export interface StepOptions {
  readonly attributes?: SpanAttributes
  /** Whether another service is called in it. */
  readonly isCall?: boolean
}

export interface RequestStart {
  readonly method: string
  /** As it is declared, with names for its parameters; undefined where no route answers. */
  readonly route: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** What a log line says of the span it was written in, by the names of OpenTelemetry. */
export interface SpanIds {
  readonly trace_id: string
  readonly span_id: string
}

/** Tells of requests and of the steps in them. */
export interface Tracer {
  /** Continues the caller's trace, or begins one. */
  openRequest(request: RequestContext, start: RequestStart): void
  /** Runs `work` so that steps below it belong to the request. */
  inRequest<T>(request: RequestContext, work: () => T): T
  /** What the request failed for. */
  failRequest(request: RequestContext, error: unknown): void
  /** @param status undefined when the caller left before there was an answer */
  closeRequest(request: RequestContext, status: number | undefined): void
  /** Runs `work` as a step of the request, if there is one, until it returns or its promise settles. */
  step<T>(name: string, options: StepOptions, work: () => T): T
  /** Adds to the step that is running. */
  note(attributes: SpanAttributes): void
  ids(): SpanIds | undefined
  /** Headers by which another service continues the trace. */
  headers(): Readonly<Record<string, string>>
}

const tracers = new WeakMap<RequestContext, Tracer>()

/** The tracer of the request being served; undefined when it is not traced, or there is none. */
export function currentTracer(): Tracer | undefined {
  const context = currentContext()
  return context && tracerOf(context)
}

export function tracerOf(context: RequestContext): Tracer | undefined {
  return tracers.get(context)
}

/** A request belongs to one application, and so does its tracer. */
export function traceWith(context: RequestContext, tracer: Tracer): void {
  tracers.set(context, tracer)
}
