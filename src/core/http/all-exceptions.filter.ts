import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PinoLogger } from 'nestjs-pino'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { AppError } from '#core/errors/app-error.js'
import { tracerOf } from '#core/tracing/tracer.js'
import { AllowedMethods } from './allowed-methods.js'
import { contextOf } from './context.hook.js'
import { errorBody } from './error-body.js'
import { inRequest } from './in-request.js'
import { isMalformedUrl } from './protocol/malformed-url.js'
import { toAppError } from './to-app-error.js'

/** Those of an ordinary API; TRACE, PROPFIND and the like are answered with 405 at any address. */
const commonMethods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS'
])

/** The one place where an error becomes an answer. */
@Catch()
export class AllExceptionsFilter implements ExceptionFilter {
  constructor(
    private readonly logger: PinoLogger,
    private readonly allowedMethods: AllowedMethods
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const request = http.getRequest<FastifyRequest>()
    const reply = http.getResponse<FastifyReply>()
    const context = contextOf(request, reply)
    // Nobody is there to read it; the access line says 499.
    if (context.signal.reason instanceof ClientDisconnected || reply.raw.headersSent) return
    const error = this.orNearerThanNotFound(toAppError(thrown), request, reply)
    tracerOf(context)?.failRequest(context, error)
    if (error.status >= 500) inRequest(context, () => this.log(error))
    if (error.retryAfterSeconds !== undefined) {
      reply.header('Retry-After', String(error.retryAfterSeconds))
    }
    if (error.replayed) reply.header('Idempotency-Replayed', 'true')
    const legacyDetail = request.routeOptions?.config.legacyDetail ?? false
    void reply
      .status(error.status)
      .header('Content-Type', 'application/json; charset=utf-8')
      .send(JSON.stringify(errorBody(error, { ...context, legacyDetail })))
  }

  /** The router knows only that nothing answers; a caller wants to know why. */
  private orNearerThanNotFound(
    error: AppError,
    request: FastifyRequest,
    reply: FastifyReply
  ): AppError {
    if (error.code !== 'NOT_FOUND' || !request.is404) return error
    if (isMalformedUrl(request.originalUrl)) {
      return new AppError('MALFORMED_REQUEST', { message: 'The address is not a valid URL' })
    }
    const methods = this.allowedMethods.at(request.url)
    if (methods.length === 0 && commonMethods.has(request.method)) return error
    // A route has looked and found nothing there.
    if (methods.includes(request.method)) return error
    reply.header('Allow', methods.join(', '))
    return new AppError('METHOD_NOT_ALLOWED', { details: { allowed: methods } })
  }

  private log(error: AppError): void {
    this.logger.error({ action: 'request_failed', code: error.code, err: error }, 'Request failed')
  }
}
