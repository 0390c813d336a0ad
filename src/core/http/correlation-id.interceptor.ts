import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor
} from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Observable } from 'rxjs'
import { idHeaders } from './request/ids.js'

/**
 * Sends the request's ids with the response of every handler. Responses without a handler use the same
 * `idHeaders`: errors in AllExceptionsFilter, preflights, documents and pages in their hooks.
 */
@Injectable()
export class CorrelationIdInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp()
    const { requestContext } = http.getRequest<FastifyRequest>()
    http.getResponse<FastifyReply>().headers(idHeaders(requestContext))
    return next.handle()
  }
}
