import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { BatchesRepository, type Batch } from '../batches.repository.js'
import { CancelJobsService } from '../cancel-jobs.service.js'
import { CreateJobsService, type NewJobs } from '../create-jobs.service.js'
import { JobCallbacks } from '../job-callbacks.service.js'
import { NoSuchBatch } from '../no-such-job.js'
import type { CreatedResource } from './created.interceptor.js'
import { BatchDto } from './dto/batch.dto.js'

/** Batches as resources. Owners see their own batches, admins all. */
@Injectable()
export class BatchesService {
  constructor(
    private readonly batches: BatchesRepository,
    private readonly creation: CreateJobsService,
    private readonly callbacks: JobCallbacks,
    private readonly cancellation: CancelJobsService
  ) {}

  /** @throws ValidationFailed for a callbackUrl that is not allowed */
  async create(order: Omit<NewJobs, 'isBatch'>): Promise<CreatedResource<BatchDto>> {
    this.callbacks.expectAllowed(order.jobs, true)
    const { id, replayed } = await this.creation.execute({ ...order, isBatch: true })
    return { path: `/api/v1/batches/${id}`, replayed, body: await this.read(order.principal, id) }
  }

  /** @throws NoSuchBatch also for a batch of another owner */
  async read(principal: Principal, id: string): Promise<BatchDto> {
    return BatchDto.from(await this.find(principal, id))
  }

  async cancel(principal: Principal, id: string): Promise<void> {
    const { owner, id: batchId } = await this.find(principal, id)
    await this.cancellation.execute(owner, { batchId })
  }

  private async find({ owner, scopes }: Principal, id: string): Promise<Batch> {
    const batch = await this.batches.find(id, scopes.has('admin') ? undefined : owner)
    if (batch === undefined) throw new NoSuchBatch()
    return batch
  }
}
