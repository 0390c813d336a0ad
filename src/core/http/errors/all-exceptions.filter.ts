import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PinoLogger } from 'nestjs-pino'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import type { AppError } from '#core/errors/app-error.js'
import { inRequest } from '#core/http/request/context.hook.js'
import { idHeaders } from '#core/http/request/ids.js'
import { AllowedMethods } from './allowed-methods.js'
import { errorBody } from './error-body.js'
import { refineError } from './refine-error.js'
import { toAppError } from './to-app-error.js'

/** The only place where an error becomes a response. */
@Catch()
export class AllExceptionsFilter implements ExceptionFilter {
  constructor(
    private readonly logger: PinoLogger,
    private readonly allowedMethods: AllowedMethods
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    this.respond(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>())
  }

  respond(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { requestContext: context } = request
    // The client cannot read a response; the access line records 499.
    if (context.signal.reason instanceof ClientDisconnected || reply.raw.headersSent) return
    const error = refineError(toAppError(thrown), request, reply, this.allowedMethods)
    context.trace?.fail(error)
    // Overload has a log line of its own; a line for each refusal would take time from running requests.
    if (error.status >= 500 && error.code !== 'SERVICE_OVERLOADED')
      inRequest(context, () => this.log(error))
    if (error.retryAfterSeconds !== undefined) {
      reply.header('Retry-After', String(error.retryAfterSeconds))
    }
    if (error.replayed) reply.header('Idempotency-Replayed', 'true')
    const legacyDetail = request.routeOptions?.config.legacyDetail ?? false
    void reply
      .status(error.status)
      .headers(idHeaders(context))
      .header('Content-Type', 'application/json; charset=utf-8')
      .send(JSON.stringify(errorBody(error, { ...context, legacyDetail })))
  }

  private log(error: AppError): void {
    this.logger.error({ action: 'request_failed', code: error.code, err: error }, 'Request failed')
  }
}
