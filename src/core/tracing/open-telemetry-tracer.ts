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
import type {
  RequestTrace,
  SpanAttributes,
  SpanIds,
  StepOptions
} from '#core/context/request-trace.js'
import { attributeNames as names } from './attribute-names.js'
import { isFault, namesOf } from './error-names.js'
import type { RequestStart, Tracer } from './tracer.js'

/** Baggage stays between our services and our callers: no other server gets it. */
const outgoing = {
  set(headers: Record<string, string>, name: string, value: string): void {
    if (name !== 'baggage') headers[name] = value
  }
}

/** Starts a trace per request with the SDK's tracer of one application. */
export class OpenTelemetryTracer implements Tracer {
  /** Not the API's global context manager, which belongs to the process. */
  private readonly active = new AsyncLocalStorage<Context>()

  constructor(private readonly spans: SpanTracer) {}

  startRequest({ method, route, headers }: RequestStart): RequestTrace {
    const parent = propagation.extract(ROOT_CONTEXT, headers)
    const span = this.spans.startSpan(
      route === undefined ? method : `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { [names.httpMethod]: method, [names.httpRoute]: route }
      },
      parent
    )
    return new OpenTelemetryTrace(this.spans, this.active, trace.setSpan(parent, span), span)
  }
}

class OpenTelemetryTrace implements RequestTrace {
  constructor(
    private readonly spans: SpanTracer,
    private readonly active: AsyncLocalStorage<Context>,
    private readonly root: Context,
    private readonly span: Span
  ) {}

  run<T>(work: () => T): T {
    return this.active.run(this.root, work)
  }

  fail(error: unknown): void {
    markFailed(this.span, error)
  }

  end(status: number | undefined): void {
    if (status === undefined) this.span.setAttribute(names.errorType, 'ClientDisconnected')
    else this.span.setAttribute(names.httpStatus, status)
    if (status !== undefined && status >= 500) {
      this.span.setStatus({ code: SpanStatusCode.ERROR })
    }
    this.span.end()
  }

  step<T>(name: string, { isCall, attributes }: StepOptions, work: () => T): T {
    const parent = this.current()
    const kind = isCall ? SpanKind.CLIENT : SpanKind.INTERNAL
    const span = this.spans.startSpan(name, { kind, attributes }, parent)
    return this.active.run(trace.setSpan(parent, span), () => endAfter(span, work))
  }

  note(attributes: SpanAttributes): void {
    trace.getSpan(this.current())?.setAttributes(attributes)
  }

  ids(): SpanIds | undefined {
    const span = trace.getSpan(this.current())?.spanContext()
    return span && { trace_id: span.traceId, span_id: span.spanId }
  }

  headers(): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {}
    propagation.inject(this.current(), headers, outgoing)
    return headers
  }

  private current(): Context {
    return this.active.getStore() ?? this.root
  }
}

function endAfter<T>(span: Span, work: () => T): T {
  try {
    const result = work()
    if (result instanceof Promise) return endWhenSettled(span, result) as T
    span.end()
    return result
  } catch (error) {
    markFailed(span, error)
    span.end()
    throw error
  }
}

async function endWhenSettled<T>(span: Span, result: Promise<T>): Promise<T> {
  try {
    return await result
  } catch (error) {
    markFailed(span, error)
    throw error
  } finally {
    span.end()
  }
}

/** Without the error's message, which may quote private text. */
function markFailed(span: Span, error: unknown): void {
  const { type, code } = namesOf(error)
  span.setAttributes({ [names.errorType]: type, [names.errorCode]: code })
  if (isFault(error)) span.setStatus({ code: SpanStatusCode.ERROR })
}
