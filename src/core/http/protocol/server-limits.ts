import type { Server } from 'node:http'
import type { FastifyHttpOptions } from 'fastify'
import type { HttpSettings } from '#core/http/http.config.js'
import { trustedProxies } from './trusted-proxies.js'

/** Longer than a load balancer keeps an idle connection (60 s), so that it never reuses a closed one. */
const keepAliveMs = 72_000

/**
 * Length of the accept queue. With Node's default of 511, a burst of connections would be reset; the system
 * may allow fewer (net.core.somaxconn).
 */
export const waitingConnections = 4096

/** Request line and headers; a larger head gets 431. */
const maxHeaderBytes = 16_384

/** Limits of a request in size and time, and the proxies whose headers are trusted. */
export function serverLimits(settings: HttpSettings): FastifyHttpOptions<Server> {
  const arrivalMs = Math.ceil(settings.REQUEST_ARRIVAL_TIMEOUT * 1000)
  return {
    bodyLimit: settings.BODY_LIMIT_KB * 1024,
    requestTimeout: arrivalMs,
    keepAliveTimeout: keepAliveMs,
    trustProxy: trustedProxies(settings.TRUST_PROXY_HOPS),
    http: {
      // Slow-request (slowloris) protection.
      headersTimeout: arrivalMs,
      requestTimeout: arrivalMs,
      connectionsCheckingInterval: Math.min(1000, Math.ceil(arrivalMs / 4)),
      maxHeaderSize: maxHeaderBytes,
      // Node's own refusal has no body; request-head.ts refuses with ours.
      requireHostHeader: false
    }
  }
}
