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
  'Cache-Control'
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
  'Idempotency-Replayed'
].join(', ')

/** Seconds for which a browser need not ask again. */
const preflightMaxAge = '600'

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void

/**
 * CORS for the pages of these origins; other pages get no header of it. By hand, because
 * `@fastify/cors` answers a preflight before the security headers are set, an odd one in plain text,
 * tells the lists to everybody, and puts an OPTIONS route on every address.
 */
export function corsHook(origins: readonly string[]): Hook {
  const known = new Set(origins.map(origin => asSent(origin)))
  const anyone = known.has('*')

  return (request, reply, done) => {
    const { origin } = request.headers
    // Also without an origin: what a cache keeps for one page is not for another.
    reply.header('Vary', 'Origin')
    if (origin === undefined || !(anyone || known.has(origin))) {
      done()
      return
    }
    reply.header('Access-Control-Allow-Origin', origin)
    reply.header('Access-Control-Allow-Credentials', 'true')
    reply.header('Access-Control-Expose-Headers', exposedHeaders)
    if (isPreflight(request)) answerPreflight(reply)
    else done()
  }
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
}

function answerPreflight(reply: FastifyReply): void {
  reply.header('Access-Control-Allow-Methods', methods)
  reply.header('Access-Control-Allow-Headers', allowedHeaders)
  reply.header('Access-Control-Max-Age', preflightMaxAge)
  void reply.status(204).send()
}

/** An origin as browsers write it: without the slash and the path that people add. */
function asSent(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).origin : origin
}
