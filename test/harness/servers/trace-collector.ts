import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CollectedSpan {
  readonly trace: string
  readonly id: string
  /** Id of the parent span; empty for the first span of a trace. */
  readonly parent: string
  readonly name: string
  readonly kind: 'internal' | 'server' | 'client' | 'other'
  readonly attributes: Readonly<Record<string, unknown>>
  readonly isFailed: boolean
}

export interface TraceCollector {
  /** Environment variables for a service. */
  readonly settings: Readonly<Record<string, string>>
  readonly spans: readonly CollectedSpan[]
  readonly resource: Readonly<Record<string, unknown>>
  /** All requests that the collector received, unparsed. */
  readonly received: string
  readonly connections: number
  /** Resolves with the spans of a trace, when the service's first span is among them. */
  trace(id: string): Promise<readonly CollectedSpan[]>
  /** From now on it receives requests and does not respond. */
  fallSilent(): void
  close(): Promise<void>
}

interface Attribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly attributes?: readonly Attribute[]
  readonly status?: { readonly code?: number }
}

interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes?: readonly Attribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[]
  }[]
}

const kinds = ['other', 'internal', 'server', 'client'] as const
const failed = 2

/** A collector for traces in OTLP JSON over HTTP (OpenTelemetry Protocol 1). */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = []
  const waiting = new Set<() => void>()
  let resource: Readonly<Record<string, unknown>> = {}
  let received = ''
  let connections = 0
  let isSilent = false
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const text = Buffer.concat(parts).toString()
      received += JSON.stringify(request.headers) + text
      if (isSilent) return
      for (const { resource: from, scopeSpans } of (JSON.parse(text) as OtlpTraces).resourceSpans) {
        resource = attributesOf(from.attributes)
        spans.push(...scopeSpans.flatMap(scope => scope.spans.map(collected)))
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      for (const look of waiting) look()
    })
  })
  server.on('connection', () => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    settings: {
      ENABLE_TRACING: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50'
    },
    spans,
    get resource() {
      return resource
    },
    get received() {
      return received
    },
    get connections() {
      return connections
    },
    // A span is sent when it has ended, so the first of a trace comes last.
    trace: async id => {
      const ofTrace = (): CollectedSpan[] => spans.filter(({ trace }) => trace === id)
      while (!ofTrace().some(({ kind }) => kind === 'server')) {
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.add(resolve)
        await promise
        waiting.delete(resolve)
      }
      return ofTrace()
    },
    fallSilent: () => {
      isSilent = true
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    }
  }
}

function collected(span: OtlpSpan): CollectedSpan {
  return {
    trace: span.traceId,
    id: span.spanId,
    parent: span.parentSpanId ?? '',
    name: span.name,
    kind: kinds[span.kind] ?? 'other',
    attributes: attributesOf(span.attributes),
    isFailed: span.status?.code === failed
  }
}

function attributesOf(attributes: readonly Attribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
