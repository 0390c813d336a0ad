import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor
} from '@nestjs/common'
import { map, type Observable } from 'rxjs'
import { currentContext } from '../context/request-context.js'

/** Kuybi's success envelope. */
export interface Envelope<T> {
  readonly success: true
  readonly data: T
  readonly requestId: string
}

/** Puts what a handler answers into the envelope. */
@Injectable()
export class EnvelopeInterceptor<T> implements NestInterceptor<T, Envelope<T>> {
  intercept(_context: ExecutionContext, next: CallHandler<T>): Observable<Envelope<T>> {
    const requestId = currentContext()?.requestId ?? ''
    return next.handle().pipe(map(data => ({ success: true, data, requestId })))
  }
}
