import { Injectable } from '@nestjs/common'
import {
  InjectMetric,
  type Counter,
  type Gauge,
  type Histogram
} from '#core/metrics/inject-metric.js'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PinoLogger } from 'nestjs-pino'
import type { RequestContext } from '#core/context/request-context.js'
import { AppError } from '#core/errors/app-error.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { tracerOf } from '#core/tracing/tracer.js'
import { Tracing } from '#core/tracing/tracing.js'
import { abortRequest, contextOf } from './context.hook.js'
import { inRequest } from './in-request.js'

/** nginx's status for a caller who left; never sent, only counted. */
const callerLeftStatus = 499

/** Node knows thirty more, and anybody may send them. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** One access line and one observation a request, written when its connection is done with it. */
@Injectable()
export class RequestObserver {
  private readonly running = new Set<RequestContext>()

  constructor(
    private readonly logger: PinoLogger,
    private readonly lifecycle: Lifecycle,
    private readonly tracing: Tracing,
    @InjectMetric('jiraiya_requests_total') private readonly requests: Counter,
    @InjectMetric('jiraiya_request_duration_seconds') private readonly duration: Histogram,
    @InjectMetric('jiraiya_requests_in_progress') private readonly inProgress: Gauge
  ) {
    // Nothing is cut off without a word.
    lifecycle.onAbortInFlight(() => {
      for (const context of this.running) abortRequest(context, new AppError('SHUTTING_DOWN'))
    })
  }

  watch(request: FastifyRequest, reply: FastifyReply): void {
    this.lifecycle.requestBegan()
    this.inProgress.inc()
    const context = contextOf(request, reply)
    this.running.add(context)
    if (!request.routeOptions?.config.skipAccessLog) this.openSpan(context, request)
    reply.raw.once('close', () => {
      this.running.delete(context)
      this.ended(request, reply)
    })
  }

  private ended(request: FastifyRequest, reply: FastifyReply): void {
    const context = contextOf(request, reply)
    const seconds = (performance.now() - context.startedAtMs) / 1000
    const status = reply.raw.writableFinished ? reply.raw.statusCode : callerLeftStatus
    const endpoint = request.routeOptions?.url ?? 'unmatched'
    const method = knownMethods.has(context.method) ? context.method : 'other'
    this.lifecycle.requestEnded()
    this.inProgress.dec()
    this.requests.inc({ method, endpoint, status })
    this.duration.observe({ method, endpoint }, seconds)
    if (request.routeOptions?.config.skipAccessLog) return
    inRequest(context, () => {
      const line = { action: 'request', status, durationMs: Math.round(seconds * 1000) }
      this.logger[status >= 500 ? 'error' : 'info'](line, 'Request answered')
    })
    tracerOf(context)?.closeRequest(context, status === callerLeftStatus ? undefined : status)
  }

  private openSpan(context: RequestContext, request: FastifyRequest): void {
    this.tracing.openRequest(context, {
      method: context.method,
      route: request.routeOptions?.url,
      headers: request.raw.headers
    })
  }
}
