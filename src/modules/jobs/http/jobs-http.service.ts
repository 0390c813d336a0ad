import { Injectable } from '@nestjs/common'
import type { Owner, Principal } from '#core/access/principal.js'
import type { Page } from '#core/http/dto/paging.dto.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { CancelJobsService } from '../cancel-jobs.service.js'
import { CreateJobsService, type NewJobs } from '../create-jobs.service.js'
import type { Job, NewJob } from '../job.js'
import { JobCallbacks } from '../job-callbacks.service.js'
import { JobsRepository } from '../jobs.repository.js'
import { NoSuchJob } from '../no-such-job.js'
import type { CreatedResource } from './created.interceptor.js'
import { JobDto } from './dto/job.dto.js'
import type { JobListQueryDto } from './dto/job-list-query.dto.js'
import { JobEventsService } from './job-events.service.js'

export interface NewSingleJob extends Omit<NewJobs, 'jobs' | 'isBatch'> {
  readonly job: NewJob
}

/** Jobs as resources. Owners see their own jobs, admins all. */
@Injectable()
export class JobsHttpService {
  constructor(
    private readonly jobs: JobsRepository,
    private readonly creation: CreateJobsService,
    private readonly callbacks: JobCallbacks,
    private readonly cancellation: CancelJobsService,
    private readonly events: JobEventsService
  ) {}

  /** @throws ValidationFailed for a callbackUrl that is not allowed */
  async create({ job, ...order }: NewSingleJob): Promise<CreatedResource<JobDto>> {
    this.callbacks.expectAllowed([job], false)
    const { id, replayed } = await this.creation.execute({ ...order, jobs: [job], isBatch: false })
    return { path: `/api/v1/jobs/${id}`, replayed, body: await this.read(order.principal, id) }
  }

  /** @param owner undefined for the jobs of all owners */
  async list(owner: Owner | undefined, query: JobListQueryDto): Promise<Page<JobDto>> {
    const slice = query.toJobSlice()
    const { results, ...rest } = await this.jobs.list(query.toFilter(owner), slice)
    return query.toPage(slice, { ...rest, results: results.map(job => JobDto.from(job)) })
  }

  /** @throws NoSuchJob also for a job of another owner */
  async read(principal: Principal, id: string): Promise<JobDto> {
    return JobDto.from(await this.find(principal, id))
  }

  async stream(
    principal: Principal,
    id: string,
    signal: AbortSignal,
    events: EventStream
  ): Promise<void> {
    await this.events.execute(await this.find(principal, id), signal, events)
  }

  async cancel(principal: Principal, id: string): Promise<void> {
    const job = await this.find(principal, id)
    await this.cancellation.execute(job.owner, { id: job.id })
  }

  private async find({ owner, scopes }: Principal, id: string): Promise<Job> {
    const job = await this.jobs.find(id, scopes.has('admin') ? undefined : owner)
    if (job === undefined) throw new NoSuchJob()
    return job
  }
}
