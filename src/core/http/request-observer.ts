import { Injectable } from '@nestjs/common'
import { InjectMetric, type Counter, type Gauge, type Histogram } from '../metrics/inject-metric.js'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PinoLogger } from 'nestjs-pino'
import { runInContext, type RequestContext } from '../context/request-context.js'
import { AppError } from '../errors/app-error.js'
import { Lifecycle } from '../lifecycle/lifecycle.js'
import { abortRequest, contextOf } from './context.hook.js'

/** nginx's status for a caller who left; never sent, only counted. */
const callerLeftStatus = 499

/** One access line and one observation a request, written when its connection is done with it. */
@Injectable()
export class RequestObserver {
  private readonly running = new Set<RequestContext>()

  constructor(
    private readonly logger: PinoLogger,
    private readonly lifecycle: Lifecycle,
    @InjectMetric('jiraiya_requests_total') private readonly requests: Counter,
    @InjectMetric('jiraiya_request_duration_seconds') private readonly duration: Histogram,
    @InjectMetric('jiraiya_requests_in_progress') private readonly inProgress: Gauge
  ) {
    // Nothing is cut off without a word.
    lifecycle.onCutShort(() => {
      for (const context of this.running) abortRequest(context, new AppError('SHUTTING_DOWN'))
    })
  }

  watch(request: FastifyRequest, reply: FastifyReply): void {
    this.lifecycle.requestBegan()
    this.inProgress.inc()
    const context = contextOf(request, reply)
    this.running.add(context)
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
    const { method } = context
    this.lifecycle.requestEnded()
    this.inProgress.dec()
    this.requests.inc({ method, endpoint, status })
    this.duration.observe({ method, endpoint }, seconds)
    if (request.routeOptions?.config.quiet) return
    runInContext(context, () => {
      const line = { action: 'request', status, durationMs: Math.round(seconds * 1000) }
      this.logger[status >= 500 ? 'error' : 'info'](line, 'Request answered')
    })
  }
}
