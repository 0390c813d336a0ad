import { AsyncLocalStorage } from 'node:async_hooks'
import {
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer as SpanTracer
} from '@opentelemetry/api'
import type { RequestContext } from '#core/context/request-context.js'
import { attributeNames as names } from './attribute-names.js'
import { isFault, namesOf } from './error-names.js'
import type { RequestStart, SpanAttributes, SpanIds, StepOptions, Tracer } from './tracer.js'

/** Baggage is a note between services of ours and of our callers; the provider gets none of it. */
const outgoing = {
  set(headers: Record<string, string>, name: string, value: string): void {
    if (name !== 'baggage') headers[name] = value
  }
}

export class OpenTelemetryTracer implements Tracer {
  /** Not the API's global one, which belongs to the process. */
  private readonly active = new AsyncLocalStorage<Context>()
  private readonly requests = new WeakMap<RequestContext, Context>()

  constructor(private readonly spans: SpanTracer) {}

  openRequest(request: RequestContext, { method, route, headers }: RequestStart): void {
    const parent = propagation.extract(ROOT_CONTEXT, headers)
    const span = this.spans.startSpan(
      route === undefined ? method : `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { [names.httpMethod]: method, [names.httpRoute]: route }
      },
      parent
    )
    this.requests.set(request, trace.setSpan(parent, span))
  }

  inRequest<T>(request: RequestContext, work: () => T): T {
    const known = this.requests.get(request)
    return known === undefined ? work() : this.active.run(known, work)
  }

  failRequest(request: RequestContext, error: unknown): void {
    const span = this.spanOf(request)
    if (span !== undefined) fail(span, error)
  }

  closeRequest(request: RequestContext, status: number | undefined): void {
    const span = this.spanOf(request)
    if (span === undefined) return
    if (status === undefined) span.setAttribute(names.errorType, 'ClientDisconnected')
    else span.setAttribute(names.httpStatus, status)
    if (status !== undefined && status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
  }

  step<T>(name: string, { isCall, attributes }: StepOptions, work: () => T): T {
    const parent = this.context()
    // Of a request that is not traced, and of what no request asked for, nothing is told.
    if (trace.getSpan(parent) === undefined) return work()
    const kind = isCall ? SpanKind.CLIENT : SpanKind.INTERNAL
    const span = this.spans.startSpan(name, { kind, attributes }, parent)
    return this.active.run(trace.setSpan(parent, span), () => untilItEnds(span, work))
  }

  note(attributes: SpanAttributes): void {
    trace.getSpan(this.context())?.setAttributes(attributes)
  }

  ids(): SpanIds | undefined {
    const span = trace.getSpan(this.context())?.spanContext()
    return span && { trace_id: span.traceId, span_id: span.spanId }
  }

  headers(): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {}
    propagation.inject(this.context(), headers, outgoing)
    return headers
  }

  private context(): Context {
    return this.active.getStore() ?? ROOT_CONTEXT
  }

  private spanOf(request: RequestContext): Span | undefined {
    const known = this.requests.get(request)
    return known && trace.getSpan(known)
  }
}

function untilItEnds<T>(span: Span, work: () => T): T {
  try {
    const result = work()
    if (result instanceof Promise) return untilItSettles(span, result) as T
    span.end()
    return result
  } catch (error) {
    fail(span, error)
    span.end()
    throw error
  }
}

async function untilItSettles<T>(span: Span, result: Promise<T>): Promise<T> {
  try {
    return await result
  } catch (error) {
    fail(span, error)
    throw error
  } finally {
    span.end()
  }
}

/** Without its message, which may quote what must not be told. */
function fail(span: Span, error: unknown): void {
  const { type, code } = namesOf(error)
  span.setAttributes({ [names.errorType]: type, [names.errorCode]: code })
  if (isFault(error)) span.setStatus({ code: SpanStatusCode.ERROR })
}
