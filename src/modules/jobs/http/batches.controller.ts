import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  UseInterceptors
} from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRequestHeaders } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiEmptySuccess, ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { idempotencyKeyHeader } from '#modules/idempotency/idempotency-key-header.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import { IdempotencyKeyParam, Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { storyIdParam } from '#modules/stories/http/dto/story-fields.js'
import {
  bypassesCache,
  cacheControlHeader
} from '#modules/stories/http/generating-route.decorator.js'
import { BatchesService } from './batches.service.js'
import { CreatedInterceptor, type CreatedResource } from './created.interceptor.js'
import { BatchDto } from './dto/batch.dto.js'
import { BatchRequestDto } from './dto/batch-request.dto.js'
import { batchErrors, createBatchErrors } from './job-errors.js'

const batchIdParam = { ...storyIdParam, description: 'Batch id (UUID).' }

/** Jobs that are created together. */
@Controller({ path: 'batches', version: '1' })
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  @ApiRoute({
    id: 'createBatch',
    tag: 'jobs',
    summary: 'Create up to 100 jobs',
    description:
      'All jobs are created, or none. The request counts once in the rate limits; every job counts in the number of waiting jobs. Equal requests share a story from the cache unless `Cache-Control: no-cache` is sent.'
  })
  @ApiRequestHeaders({ IdempotencyKey: idempotencyKeyHeader, CacheControl: cacheControlHeader })
  @ApiRequestBody(BatchRequestDto, 'The requested stories.')
  @ApiSuccess(202, {
    description: 'The batch; `Location` is its address.',
    type: BatchDto,
    headers: ['Location', 'Idempotency-Replayed']
  })
  @ApiErrors(...createBatchErrors)
  @Post()
  @HttpCode(202)
  @Scopes('stories')
  @RateLimit('generation')
  @Idempotent('batches')
  @UseInterceptors(new CreatedInterceptor<BatchDto>())
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: BatchRequestDto,
    @IdempotencyKeyParam() idempotencyKey: LookedUpKey | undefined,
    @Headers('cache-control') cacheControl: string | undefined
  ): Promise<CreatedResource<BatchDto>> {
    const jobs = await body.toNewJobs()
    const bypassCache = bypassesCache(cacheControl)
    return this.batches.create({ principal, idempotencyKey, bypassCache, jobs })
  }

  @ApiRoute({
    id: 'readBatch',
    tag: 'jobs',
    summary: 'Get a batch',
    description:
      'The number of its jobs in each state. `GET /api/v1/jobs?batchId=…` lists them. Returns 404 if the batch does not exist or belongs to another owner.'
  })
  @ApiPathParam('id', batchIdParam)
  @ApiSuccess(200, { description: 'The batch.', type: BatchDto })
  @ApiErrors(...batchErrors)
  @Get(':id')
  @Scopes('stories')
  @RateLimit('read')
  read(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<BatchDto> {
    return this.batches.read(principal, id)
  }

  @ApiRoute({
    id: 'cancelBatch',
    tag: 'jobs',
    summary: 'Cancel the jobs of a batch',
    description: 'Cancels every job that waits or runs. Jobs that have ended stay as they are.'
  })
  @ApiPathParam('id', batchIdParam)
  @ApiEmptySuccess(204, 'Cancelled, or ended before.')
  @ApiErrors(...batchErrors)
  @Delete(':id')
  @HttpCode(204)
  @Scopes('stories')
  @RateLimit('read')
  cancel(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<void> {
    return this.batches.cancel(principal, id)
  }
}
