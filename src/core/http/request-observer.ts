import { Injectable } from '@nestjs/common'
import { HttpMetrics } from './http.metrics.js'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PinoLogger } from 'nestjs-pino'
import type { RequestContext } from '#core/context/request-context.js'
import { AppError } from '#core/errors/app-error.js'
import { clientForLog } from '#core/http/request/client-for-log.js'
import { inRequest } from '#core/http/request/context.hook.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { Tracing } from '#core/tracing/tracing.js'

/** nginx's status for a client that closed the request; recorded, never sent. */
const clientClosedStatus = 499

/** Other methods share one label, because a caller may send any of some thirty. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Writes the access line, the metrics and the span of each request when its connection is done. */
@Injectable()
export class RequestObserver {
  private readonly running = new Set<RequestContext>()

  constructor(
    private readonly logger: PinoLogger,
    private readonly lifecycle: Lifecycle,
    private readonly tracing: Tracing,
    private readonly metrics: HttpMetrics
  ) {
    // Running requests get an error response or event, not a closed connection.
    lifecycle.onAbortInFlight(() => {
      for (const context of this.running) context.abort(new AppError('SHUTTING_DOWN'))
    })
  }

  observe(request: FastifyRequest, reply: FastifyReply): void {
    const { requestContext: context } = request
    this.lifecycle.requestBegan()
    this.metrics.requestsInProgress.inc()
    this.running.add(context)
    if (!request.routeOptions?.config.skipAccessLog) {
      this.startTrace(context, request)
      this.logStart(request)
    }
    reply.raw.once('close', () => {
      this.running.delete(context)
      this.ended(request, reply)
    })
  }

  /** At the usual level nothing is composed. */
  private logStart(request: FastifyRequest): void {
    if (!this.logger.logger.isLevelEnabled('debug')) return
    inRequest(request.requestContext, () =>
      this.logger.debug({ action: 'request_started', ...clientForLog(request) }, 'Request started')
    )
  }

  private ended(request: FastifyRequest, reply: FastifyReply): void {
    const { requestContext: context, routeOptions } = request
    const seconds = (performance.now() - context.startedAtMs) / 1000
    const status = reply.raw.writableFinished ? reply.raw.statusCode : clientClosedStatus
    const endpoint = routeOptions?.url ?? 'unmatched'
    const method = knownMethods.has(context.method) ? context.method : 'other'
    this.lifecycle.requestEnded()
    this.metrics.requestsInProgress.dec()
    this.metrics.requests.inc({ method, endpoint, status })
    this.metrics.requestDuration.observe({ method, endpoint }, seconds)
    if (routeOptions?.config.skipAccessLog) return
    inRequest(context, () => {
      const durationMs = Math.round(seconds * 1000)
      const line = { action: 'request', status, durationMs, ...clientForLog(request) }
      this.logger[status >= 500 ? 'error' : 'info'](line, 'Request answered')
    })
    context.trace?.end(status === clientClosedStatus ? undefined : status)
  }

  private startTrace(context: RequestContext, request: FastifyRequest): void {
    const trace = this.tracing.startRequest({
      method: context.method,
      route: request.routeOptions?.url,
      headers: request.raw.headers
    })
    if (trace !== undefined) context.trace = trace
  }
}
