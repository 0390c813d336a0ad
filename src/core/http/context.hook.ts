import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { runInContext, type RequestContext } from '../context/request-context.js'
import { readIds } from './ids.js'
import { originForm } from './intake/malformed-url.js'

/** The reason of a request's signal when its caller hung up. */
class CallerLeft extends Error {
  constructor() {
    super('the caller left before the answer was complete')
    this.name = 'CallerLeft'
  }
}

const contexts = new WeakMap<IncomingMessage, RequestContext>()

/** The context of a request; opened on first sight, so that even a malformed address has one. */
export function contextOf(request: FastifyRequest, reply: FastifyReply): RequestContext {
  return contexts.get(request.raw) ?? open(request, reply)
}

/** First of all hooks: opens the context, stamps the ids, and runs the rest inside it. */
export function contextHook(
  request: FastifyRequest,
  reply: FastifyReply,
  done: HookHandlerDoneFunction
): void {
  runInContext(contextOf(request, reply), done)
}

function open(request: FastifyRequest, reply: FastifyReply): RequestContext {
  const { requestId, correlationId } = readIds(request.raw.headers)
  const context: RequestContext = {
    requestId,
    correlationId,
    method: request.raw.method ?? '',
    path: originForm(request.originalUrl).split('?', 1)[0] ?? '',
    address: request.ip,
    startedAtMs: performance.now(),
    signal: hangUpSignal(reply.raw)
  }
  contexts.set(request.raw, context)
  reply.header('X-Request-ID', requestId)
  reply.header('X-Correlation-ID', correlationId)
  return context
}

function hangUpSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new CallerLeft())
  })
  return controller.signal
}
