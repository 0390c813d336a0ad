import type { Server } from 'node:http'
import type { FastifyHttpOptions } from 'fastify'
import type { HttpSettings } from '#core/http/http.config.js'

/** Longer than a load balancer keeps an idle connection (60 s), so that it never finds one shut. */
const keepAliveMs = 72_000

/**
 * Connections that wait to be accepted. Beyond Node's usual 511 those of a crowd that arrives at once would
 * be reset without a word; the system may allow fewer (net.core.somaxconn).
 */
export const waitingConnections = 4096

/** Request line and headers; more is answered with 431. */
const maxHeaderBytes = 16_384

/** What bounds a request in size and time, and whom it is believed to come from. */
export function serverLimits(settings: HttpSettings): FastifyHttpOptions<Server> {
  const arrivalMs = Math.ceil(settings.REQUEST_ARRIVAL_TIMEOUT * 1000)
  return {
    bodyLimit: settings.BODY_LIMIT_KB * 1024,
    requestTimeout: arrivalMs,
    keepAliveTimeout: keepAliveMs,
    trustProxy: trustedProxies(settings.TRUST_PROXY_HOPS),
    http: {
      // Who dribbles is cut off: a request has its time, and connections are looked at often enough.
      headersTimeout: arrivalMs,
      requestTimeout: arrivalMs,
      connectionsCheckingInterval: Math.min(1000, Math.ceil(arrivalMs / 4)),
      maxHeaderSize: maxHeaderBytes,
      // Node's own refusal has no body; request-form.ts gives ours.
      requireHostHeader: false
    }
  }
}

/**
 * Believes so many hops of `X-Forwarded-For`, counted from this end; what a caller wrote before them
 * counts for nothing. A function, because Fastify takes a number for "trust nobody".
 */
function trustedProxies(hops: number): false | ((address: string, hop: number) => boolean) {
  return hops > 0 && ((_address, hop) => hop < hops)
}
