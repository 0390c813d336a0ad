import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { from, type Observable } from 'rxjs'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'
import {
  ApiRequestHeaders,
  type RequestHeader
} from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import {
  generatingRoute,
  type GeneratedBy
} from '#modules/stories/http/generating-route.decorator.js'
import type { GeneratingRequest } from '#modules/stories/http/generation-command.guard.js'
import { StoriesController } from '#modules/stories/http/stories.controller.js'
import { describeCreated, type CreatedReply } from './created.interceptor.js'
import { JobDto } from './dto/job.dto.js'
import { JobsHttpService } from './jobs-http.service.js'

interface Request extends GeneratingRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

interface Reply extends CreatedReply {
  status(code: number): unknown
}

const respondAsync = /(?:^|[\s,])respond-async(?:$|[\s,;])/i

/** `POST /stories` with `Prefer: respond-async` (RFC 7240) creates a job instead of a story. */
@Injectable()
export class RespondAsyncInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly jobs: JobsHttpService
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const handler = context.getHandler()
    const generated = this.reflector.get<GeneratedBy | undefined>(generatingRoute, handler)
    const http = context.switchToHttp()
    const request = http.getRequest<Request>()
    const isAsked = respondAsync.test(String(request.headers['prefer'] ?? ''))
    if (generated?.route !== 'stories' || !isAsked) return next.handle()
    return from(this.defer(request, http.getResponse<Reply>()))
  }

  /** @throws ValidationFailed */
  private async defer(request: Request, reply: Reply): Promise<JobDto> {
    const command = await request.generation
    if (command === undefined) throw new Error('the request has no command')
    const { principal, idempotencyKey, lookup } = command
    const job = { request: command.request, priority: 'normal' as const }
    const created = await this.jobs.create({
      principal,
      idempotencyKey,
      bypassCache: lookup === undefined,
      job: { ...job, startAfter: undefined, deadline: undefined, callbackUrl: undefined }
    })
    reply.status(202)
    reply.header('Preference-Applied', 'respond-async')
    return describeCreated(reply, created)
  }
}

const preferHeader: RequestHeader = {
  name: 'Prefer',
  in: 'header',
  required: false,
  description: '`respond-async` creates a job and returns 202 at once (RFC 7240).',
  schema: { type: 'string', maxLength: 200, pattern: oneLine },
  example: 'respond-async'
}

// Here and not at the route, because stories do not depend on jobs.
for (const decorate of [
  ApiSuccess(202, {
    description: 'With `Prefer: respond-async`: the job; `Location` is its address.',
    type: JobDto,
    headers: ['Location', 'Idempotency-Replayed']
  }),
  ApiRequestHeaders({ Prefer: preferHeader })
]) {
  const { prototype } = StoriesController
  decorate(prototype, 'create', Object.getOwnPropertyDescriptor(prototype, 'create') ?? {})
}
