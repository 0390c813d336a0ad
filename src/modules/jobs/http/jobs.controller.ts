import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors
} from '@nestjs/common'
import { Bare } from '#core/access/bare.decorator.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { listOf, type Page } from '#core/http/dto/paging.dto.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRequestHeaders } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import {
  ApiEmptySuccess,
  ApiSuccess,
  ApiTextSuccess
} from '#core/http/openapi/decorators/api-success.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { Events } from '#core/http/streaming/event-stream.decorator.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { idempotencyKeyHeader } from '#modules/idempotency/idempotency-key-header.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import { IdempotencyKeyParam, Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import {
  bypassesCache,
  cacheControlHeader
} from '#modules/stories/http/generating-route.decorator.js'
import { storyIdParam } from '#modules/stories/http/dto/story-fields.js'
import { CreatedInterceptor, type CreatedResource } from './created.interceptor.js'
import { JobDto } from './dto/job.dto.js'
import { JobListQueryDto } from './dto/job-list-query.dto.js'
import { JobRequestDto } from './dto/job-request.dto.js'
import { createJobErrors, jobErrors, jobListErrors } from './job-errors.js'
import { JobsHttpService } from './jobs-http.service.js'

const jobIdParam = { ...storyIdParam, description: 'Job id (UUID).' }

const eventsExample = `event: job
data: ${JSON.stringify(JobDto.examples['queued'])}

event: job
data: ${JSON.stringify(JobDto.examples['completed'])}

`

/** Stories that are written later. */
@Controller({ path: 'jobs', version: '1' })
export class JobsController {
  constructor(private readonly jobs: JobsHttpService) {}

  @ApiRoute({
    id: 'createJob',
    tag: 'jobs',
    summary: 'Create a job',
    description:
      'Takes what `POST /api/v1/stories` takes, and when it shall run. The job is stored when the response arrives: it runs also if this instance stops. `POST /api/v1/stories` with `Prefer: respond-async` does the same.'
  })
  @ApiRequestHeaders({ IdempotencyKey: idempotencyKeyHeader, CacheControl: cacheControlHeader })
  @ApiRequestBody(JobRequestDto, 'The requested story.')
  @ApiSuccess(202, {
    description: 'The job; `Location` is its address.',
    type: JobDto,
    headers: ['Location', 'Idempotency-Replayed']
  })
  @ApiErrors(...createJobErrors)
  @Post()
  @HttpCode(202)
  @Scopes('stories')
  @RateLimit('generation')
  @Idempotent('jobs')
  @UseInterceptors(new CreatedInterceptor<JobDto>())
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: JobRequestDto,
    @IdempotencyKeyParam() idempotencyKey: LookedUpKey | undefined,
    @Headers('cache-control') cacheControl: string | undefined
  ): Promise<CreatedResource<JobDto>> {
    const bypassCache = bypassesCache(cacheControl)
    return this.jobs.create({ principal, idempotencyKey, bypassCache, job: body.toNewJob() })
  }

  @ApiRoute({
    id: 'listJobs',
    tag: 'jobs',
    summary: 'List jobs',
    description: 'Jobs of the owner, the newest first.'
  })
  @ApiSuccess(200, { description: 'One page of jobs.', type: listOf(JobDto) })
  @ApiErrors(...jobListErrors)
  @Get()
  @Scopes('stories')
  @RateLimit('read')
  list(
    @CurrentPrincipal() { owner }: Principal,
    @Query() query: JobListQueryDto
  ): Promise<Page<JobDto>> {
    return this.jobs.list(owner, query)
  }

  @ApiRoute({
    id: 'readJob',
    tag: 'jobs',
    summary: 'Get a job',
    description:
      'Returns 404 if the job does not exist or belongs to another owner. With the scope `admin`, jobs of all owners are found.'
  })
  @ApiPathParam('id', jobIdParam)
  @ApiSuccess(200, { description: 'The job.', type: JobDto })
  @ApiErrors(...jobErrors)
  @Get(':id')
  @Scopes('stories')
  @RateLimit('read')
  read(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<JobDto> {
    return this.jobs.read(principal, id)
  }

  @ApiRoute({
    id: 'streamJob',
    tag: 'jobs',
    summary: 'Stream the progress of a job as server-sent events',
    description:
      'Event `job` with the job: at once, and whenever it changes. The stream ends with the job. Comments keep the connection open.'
  })
  @ApiPathParam('id', jobIdParam)
  @ApiTextSuccess(200, {
    description: 'The events.',
    contentType: 'text/event-stream',
    maxLength: 10_000_000,
    example: eventsExample
  })
  @ApiErrors(...jobErrors)
  @Get(':id/events')
  @Scopes('stories')
  @RateLimit('read')
  @Bare()
  stream(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @RequestSignal() signal: AbortSignal,
    @Events() events: EventStream
  ): Promise<void> {
    return this.jobs.stream(principal, id, signal, events)
  }

  @ApiRoute({
    id: 'cancelJob',
    tag: 'jobs',
    summary: 'Cancel a job',
    description:
      'Aborts its call of the language model; what was written until then is charged. A job that has ended stays as it is.'
  })
  @ApiPathParam('id', jobIdParam)
  @ApiEmptySuccess(204, 'Cancelled, or ended before.')
  @ApiErrors(...jobErrors)
  @Delete(':id')
  @HttpCode(204)
  @Scopes('stories')
  @RateLimit('read')
  cancel(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<void> {
    return this.jobs.cancel(principal, id)
  }
}
