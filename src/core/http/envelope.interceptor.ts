import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { FastifyRequest } from 'fastify'
import { map, type Observable } from 'rxjs'
import { bareRoute } from '#core/access/bare.decorator.js'

/** The success envelope. */
export interface Envelope<T> {
  readonly success: true
  readonly data: T
  readonly requestId: string
}

/** Wraps what a handler returns in the envelope, unless the route is `@Bare()` or returns nothing. */
@Injectable()
export class EnvelopeInterceptor<T> implements NestInterceptor<T, T | Envelope<T> | undefined> {
  constructor(private readonly reflector: Reflector) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler<T>
  ): Observable<T | Envelope<T> | undefined> {
    const targets = [context.getHandler(), context.getClass()]
    if (this.reflector.getAllAndOverride<boolean>(bareRoute, targets)) return next.handle()
    const { requestId } = context.switchToHttp().getRequest<FastifyRequest>().requestContext
    return next
      .handle()
      .pipe(map(data => (data === undefined ? undefined : { success: true, data, requestId })))
  }
}
