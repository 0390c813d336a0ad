import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import type { RequestContext } from '#core/context/request-context.js'
import { readIds } from './ids.js'
import { inRequest } from './in-request.js'
import { originForm } from './protocol/malformed-url.js'

const contexts = new WeakMap<IncomingMessage, RequestContext>()
const aborts = new WeakMap<RequestContext, AbortController>()

/** The context of a request; opened on first sight, so that even a malformed address has one. */
export function contextOf(request: FastifyRequest, reply: FastifyReply): RequestContext {
  return contexts.get(request.raw) ?? open(request, reply)
}

/** Ends a request's work, although its caller is still there. */
export function abortRequest(context: RequestContext, reason: Error): void {
  aborts.get(context)?.abort(reason)
}

/** First of all hooks: opens the context, stamps the ids, and runs the rest inside it. */
export function contextHook(
  request: FastifyRequest,
  reply: FastifyReply,
  done: HookHandlerDoneFunction
): void {
  inRequest(contextOf(request, reply), done)
}

function open(request: FastifyRequest, reply: FastifyReply): RequestContext {
  const { requestId, correlationId } = readIds(request.raw.headers)
  const controller = disconnectController(reply.raw)
  const context: RequestContext = {
    requestId,
    correlationId,
    method: request.raw.method ?? '',
    path: originForm(request.originalUrl).split('?', 1)[0] ?? '',
    address: request.ip,
    startedAtMs: performance.now(),
    signal: controller.signal
  }
  contexts.set(request.raw, context)
  aborts.set(context, controller)
  reply.header('X-Request-ID', requestId)
  reply.header('X-Correlation-ID', correlationId)
  return context
}

function disconnectController(response: ServerResponse): AbortController {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new ClientDisconnected())
  })
  return controller
}
