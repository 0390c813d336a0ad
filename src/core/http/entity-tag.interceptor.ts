import { hash } from 'node:crypto'
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { map, type Observable } from 'rxjs'
import type { RequestHeader } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'

/** `If-None-Match` in the OpenAPI document. */
export const ifNoneMatchHeader: RequestHeader = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'ETags of versions that the client has; `*` matches any.',
  schema: { type: 'string', maxLength: 1000, pattern: oneLine },
  example: '"X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE"'
}

/**
 * Gives a resource its ETag, and responds with 304 to a client that has it already. The tag is of the
 * resource without the envelope, because the envelope holds the id of the request.
 */
export class EntityTagInterceptor<T> implements NestInterceptor<T, T | undefined> {
  intercept(context: ExecutionContext, next: CallHandler<T>): Observable<T | undefined> {
    const http = context.switchToHttp()
    const { headers } = http.getRequest<FastifyRequest>()
    const reply = http.getResponse<FastifyReply>()
    return next.handle().pipe(
      map(resource => {
        const tag = `"${hash('sha256', JSON.stringify(resource), 'base64url')}"`
        // A cache must ask each time: the resource may have been deleted, or the user changed.
        reply.headers({ ETag: tag, 'Cache-Control': 'private, no-cache' })
        if (!matches(headers['if-none-match'], tag)) return resource
        reply.status(304)
        return undefined
      })
    )
  }
}

/** Compares weakly, as RFC 9110 requires of If-None-Match. */
function matches(header: string | undefined, tag: string): boolean {
  const tags = header?.split(',').map(each => each.trim().replace(/^W\//, '')) ?? []
  return tags.includes(tag) || tags.includes('*')
}
