import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
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

export async function startTraceCollector(): Promise<TraceCollector> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return new TraceCollector(server)
}

/** A collector for traces in OTLP JSON over HTTP (OpenTelemetry Protocol 1). */
export class TraceCollector {
  /** Environment variables for a service. */
  readonly settings: Readonly<Record<string, string>>
  readonly spans: CollectedSpan[] = []
  resource: Readonly<Record<string, unknown>> = {}
  /** All requests that the collector received, unparsed. */
  received = ''
  connections = 0
  private readonly waiting = new Set<() => void>()
  private isSilent = false

  constructor(private readonly server: Server) {
    this.settings = {
      ENABLE_TRACING: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50'
    }
    server.on('connection', () => this.connections++)
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => this.receive(request, Buffer.concat(parts).toString(), response))
    })
  }

  /**
   * Resolves with the spans of a trace, when the service's first span is among them. A span is sent when
   * it has ended, so the first one of a trace comes last.
   */
  async trace(id: string): Promise<readonly CollectedSpan[]> {
    const ofTrace = (): CollectedSpan[] => this.spans.filter(({ trace }) => trace === id)
    while (!ofTrace().some(({ kind }) => kind === 'server')) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.waiting.add(resolve)
      await promise
      this.waiting.delete(resolve)
    }
    return ofTrace()
  }

  /** From now on it receives requests and does not respond. */
  fallSilent(): void {
    this.isSilent = true
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    this.server.closeAllConnections()
    await closed
  }

  private receive({ headers }: IncomingMessage, text: string, response: ServerResponse): void {
    this.received += JSON.stringify(headers) + text
    if (this.isSilent) return
    for (const { resource, scopeSpans } of (JSON.parse(text) as OtlpTraces).resourceSpans) {
      this.resource = attributesOf(resource.attributes)
      this.spans.push(...scopeSpans.flatMap(scope => scope.spans.map(collected)))
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    for (const look of this.waiting) look()
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
