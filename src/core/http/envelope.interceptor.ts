import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor
} from '@nestjs/common'
import { map, type Observable } from 'rxjs'
import { currentContext } from '#core/context/request-context.js'

/** Kuybi's success envelope. */
export interface Envelope<T> {
  readonly success: true
  readonly data: T
  readonly requestId: string
}

/** Puts what a handler answers into the envelope; a handler that answers nothing stays without. */
@Injectable()
export class EnvelopeInterceptor<T> implements NestInterceptor<T, Envelope<T> | undefined> {
  intercept(_context: ExecutionContext, next: CallHandler<T>): Observable<Envelope<T> | undefined> {
    const requestId = currentContext()?.requestId ?? ''
    return next
      .handle()
      .pipe(map(data => (data === undefined ? undefined : { success: true, data, requestId })))
  }
}
