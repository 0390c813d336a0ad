import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common'
import { map, type Observable } from 'rxjs'
import { publicPath } from '#core/http/request/public-path.js'

/** A new resource, and whether an earlier request with the same Idempotency-Key created it. */
export interface CreatedResource<T> {
  /** Path of the resource. */
  readonly path: string
  readonly replayed: boolean
  readonly body: T
}

/** The part of the platform's reply that is written to. */
export interface CreatedReply {
  header(name: string, value: string): unknown
}

/** Sets `Location` and `Idempotency-Replayed`, and returns the body. */
export class CreatedInterceptor<T> implements NestInterceptor<CreatedResource<T>, T> {
  intercept(context: ExecutionContext, next: CallHandler<CreatedResource<T>>): Observable<T> {
    const reply = context.switchToHttp().getResponse<CreatedReply>()
    return next.handle().pipe(map(created => describeCreated(reply, created)))
  }
}

export function describeCreated<T>(
  reply: CreatedReply,
  { path, replayed, body }: CreatedResource<T>
): T {
  if (replayed) reply.header('Idempotency-Replayed', 'true')
  reply.header('Location', publicPath(path))
  return body
}
