import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { Scopes } from '#core/access/scopes.decorator.js'
import { listOf, type Page } from '#core/http/dto/paging.dto.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { storyIdParam } from '#modules/stories/http/dto/story-fields.js'
import { RetryJobService } from '../retry-job.service.js'
import { JobDto } from './dto/job.dto.js'
import { AllJobsQueryDto } from './dto/job-list-query.dto.js'
import { allJobsErrors, retryJobErrors } from './job-errors.js'
import { JobsHttpService } from './jobs-http.service.js'

/** The admin's view of jobs. */
@Controller({ path: 'admin/jobs', version: '1' })
export class JobsAdminController {
  constructor(
    private readonly jobs: JobsHttpService,
    private readonly retrying: RetryJobService
  ) {}

  @ApiRoute({
    id: 'listAllJobs',
    tag: 'admin',
    summary: 'List the jobs of all owners',
    description: 'The newest first. Needs the scope `admin`.'
  })
  @ApiSuccess(200, { description: 'One page of jobs.', type: listOf(JobDto) })
  @ApiErrors(...allJobsErrors)
  @Get()
  @Scopes('admin')
  list(@Query() query: AllJobsQueryDto): Promise<Page<JobDto>> {
    return this.jobs.list(query.owner, query)
  }

  @ApiRoute({
    id: 'retryJob',
    tag: 'admin',
    summary: 'Run a failed job again',
    description:
      'The job waits again, with its former turn and without a deadline. Needs the scope `admin`. Recorded in the audit log.'
  })
  @ApiPathParam('id', { ...storyIdParam, description: 'Job id (UUID).' })
  @ApiSuccess(200, { description: 'The job.', type: JobDto })
  @ApiErrors(...retryJobErrors)
  @Post(':id/retry')
  @HttpCode(200)
  @Scopes('admin')
  async retry(@Param('id') id: string): Promise<JobDto> {
    return JobDto.from(await this.retrying.execute(id))
  }
}
