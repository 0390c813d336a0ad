import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common'
import { Registry } from 'prom-client'
import type { MetricsSettings } from './metrics.config.js'

/**
 * Serves /metrics on METRICS_PORT, so that a network policy can separate Prometheus from the clients of
 * the API. It serves until the process has drained.
 */
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined

  constructor(
    private readonly registry: Registry,
    private readonly settings: MetricsSettings,
    private readonly host: string
  ) {}

  /** Undefined without METRICS_PORT. */
  get port(): number | undefined {
    return (this.server?.address() as AddressInfo | null | undefined)?.port
  }

  async onApplicationBootstrap(): Promise<void> {
    const { ENABLE_METRICS, METRICS_PORT } = this.settings
    if (!ENABLE_METRICS || METRICS_PORT === undefined) return
    this.server = createServer((request, response) => void this.respond(request, response))
    this.server.listen(METRICS_PORT, this.host)
    await once(this.server, 'listening')
  }

  onApplicationShutdown(): void {
    this.server?.close()
    this.server?.closeAllConnections()
  }

  private async respond({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = url?.split('?', 1)[0]
    if (path !== '/metrics') return end(response, 404)
    if (method !== 'GET' && method !== 'HEAD') return end(response, 405, { Allow: 'GET, HEAD' })
    try {
      const text = await this.registry.metrics()
      end(response, 200, { 'Content-Type': Registry.PROMETHEUS_CONTENT_TYPE }, text)
    } catch {
      end(response, 500)
    }
  }
}

function end(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  text = ''
): void {
  response.writeHead(status, { ...headers, 'X-Content-Type-Options': 'nosniff' }).end(text)
}
