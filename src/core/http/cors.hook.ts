import { idHeaders } from './request/ids.js'
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'

const methods = 'GET, HEAD, POST, PUT, DELETE'

const allowedHeaders = [
  'Content-Type',
  'Accept',
  'Authorization',
  'X-API-Key',
  'X-Request-ID',
  'X-Correlation-ID',
  'X-User-ID',
  'Idempotency-Key',
  'Prefer',
  'Cache-Control',
  'If-None-Match'
].join(', ')

const exposedHeaders = [
  'X-Request-ID',
  'X-Correlation-ID',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Location',
  'Idempotency-Replayed',
  'ETag',
  'X-Ignored-Fields',
  'Warning'
].join(', ')

/** Seconds for which a browser may cache a preflight. */
const preflightMaxAge = '600'

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void

/**
 * CORS for pages of the allowed origins; other pages get none of its headers. Not `@fastify/cors`,
 * because that responds to a preflight before the security headers are set, sends its lists to every
 * origin, and adds an OPTIONS route to every address (docs/decisions/0006-own-cors-hook.md).
 */
export function corsHook(origins: readonly string[]): Hook {
  const known = new Set(origins.map(origin => asSent(origin)))
  const anyone = known.has('*')

  return (request, reply, done) => {
    const { origin } = request.headers
    // Also without an origin, because a cached response for one page must not serve another.
    reply.header('Vary', 'Origin')
    if (origin === undefined || !(anyone || known.has(origin))) {
      done()
      return
    }
    reply.header('Access-Control-Allow-Origin', origin)
    reply.header('Access-Control-Allow-Credentials', 'true')
    reply.header('Access-Control-Expose-Headers', exposedHeaders)
    if (isPreflight(request)) sendPreflight(request, reply)
    else done()
  }
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
}

function sendPreflight({ requestContext }: FastifyRequest, reply: FastifyReply): void {
  reply.headers(idHeaders(requestContext))
  reply.header('Access-Control-Allow-Methods', methods)
  reply.header('Access-Control-Allow-Headers', allowedHeaders)
  reply.header('Access-Control-Max-Age', preflightMaxAge)
  void reply.status(204).send()
}

/** An origin as browsers send it: without a path or a trailing slash. */
function asSent(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).origin : origin
}
