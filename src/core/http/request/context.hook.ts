import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { runInContext, type RequestContext } from '#core/context/request-context.js'
import { originForm } from '#core/http/protocol/malformed-url.js'
import { abortOnDisconnect } from './abort-on-disconnect.js'
import { readIds } from './ids.js'

/** Opens the context of a request, before its body is read. */
export function openContext(
  request: FastifyRequest,
  reply: FastifyReply,
  pathPrefix: string
): RequestContext {
  const { requestId, correlationId } = readIds(request.raw.headers)
  const controller = abortOnDisconnect(reply.raw)
  const context: RequestContext = {
    requestId,
    correlationId,
    method: request.raw.method ?? '',
    path: originForm(request.originalUrl).split('?', 1)[0] ?? '',
    pathPrefix,
    address: request.ip,
    startedAtMs: performance.now(),
    signal: controller.signal,
    abort: reason => controller.abort(reason)
  }
  request.requestContext = context
  return context
}

/** Continues in the context of the request, which reading the body leaves. */
export function enterContext(
  { requestContext }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction
): void {
  inRequest(requestContext, done)
}

/** Runs `work` so that everything below it finds the request, and its span when it is traced. */
export function inRequest<T>(context: RequestContext, work: () => T): T {
  const { trace } = context
  if (trace === undefined) return runInContext(context, work)
  return trace.run(() => runInContext(context, work))
}
