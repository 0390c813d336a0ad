import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span
} from '@opentelemetry/api'
import { serviceVersion } from '#core/config/version.js'
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
  private readonly spans = trace.getTracer('jiraiya', serviceVersion)
  private readonly requests = new WeakMap<RequestContext, Context>()

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
    return known === undefined ? work() : context.with(known, work)
  }

  failRequest(request: RequestContext, error: unknown): void {
    const span = this.spanOf(request)
    if (span !== undefined) fail(span, error)
  }

  closeRequest(request: RequestContext, status: number | undefined): void {
    const span = this.spanOf(request)
    if (span === undefined) return
    if (status === undefined) span.setAttribute(names.errorType, 'CallerLeft')
    else span.setAttribute(names.httpStatus, status)
    if (status !== undefined && status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
  }

  step<T>(name: string, { isCall, attributes }: StepOptions, work: () => T): T {
    const parent = context.active()
    // Of a request that is not traced, and of what no request asked for, nothing is told.
    if (trace.getSpan(parent) === undefined) return work()
    const kind = isCall ? SpanKind.CLIENT : SpanKind.INTERNAL
    const span = this.spans.startSpan(name, { kind, attributes }, parent)
    return context.with(trace.setSpan(parent, span), () => untilItEnds(span, work))
  }

  note(attributes: SpanAttributes): void {
    trace.getActiveSpan()?.setAttributes(attributes)
  }

  ids(): SpanIds | undefined {
    const span = trace.getActiveSpan()?.spanContext()
    return span && { trace_id: span.traceId, span_id: span.spanId }
  }

  headers(): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {}
    propagation.inject(context.active(), headers, outgoing)
    return headers
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
