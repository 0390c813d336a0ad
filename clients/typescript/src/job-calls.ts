import type { Answer } from './answer.js'
import type { CallOptions, GenerationOptions } from './client-options.js'
import { eachOf } from './each-of.js'
import * as calls from './generated/sdk.gen.js'
import type { Frozen } from './frozen.js'
import type {
  Batch,
  Job,
  JobList,
  JobRequest,
  ListJobsData,
  ListWebhooksData,
  Webhook,
  WebhookList
} from './generated/types.gen.js'
import { generationHeaders } from './generation-call.js'
import { pause } from './retrying.js'
import type { Transport } from './transport.js'

/** Body of `POST /jobs`: a story, and when it shall be written. */
export type JobCommand = Frozen<JobRequest>
export type JobQuery = NonNullable<ListJobsData['query']>

export type WebhookQuery = NonNullable<ListWebhooksData['query']>

export interface WaitOptions extends CallOptions {
  /** Time between two reads. Default 2000. */
  readonly pollMs?: number
}

/** Stories that are written later. */
export class JobCalls {
  constructor(private readonly transport: Transport) {}

  /** Creates a job. All attempts of the call create one job. */
  create(command: JobCommand, options: GenerationOptions = {}): Answer<Job> {
    const body = command as JobRequest
    const headers = generationHeaders(options)
    return this.transport.requestData(sending => calls.createJob({ ...sending, body }), {
      ...options,
      headers
    })
  }

  /** @throws NotFoundError if the job does not exist or belongs to another owner */
  read(id: string, options: CallOptions = {}): Answer<Job> {
    return this.transport.requestData(
      sending => calls.readJob({ ...sending, path: { id } }),
      options
    )
  }

  /** A page of jobs, newest first. */
  list(query: JobQuery = {}, options: CallOptions = {}): Answer<JobList> {
    return this.transport.requestData(sending => calls.listJobs({ ...sending, query }), options)
  }

  /** All jobs. Requests the pages one after another. */
  all(
    query: Omit<JobQuery, 'page' | 'cursor'> = {},
    options: CallOptions = {}
  ): AsyncGenerator<Job, void, undefined> {
    return eachOf(position => this.list({ limit: 100, ...query, ...position }, options))
  }

  /** Cancels a job, and aborts its call of the language model. A job that has ended stays as it is. */
  cancel(id: string, options: CallOptions = {}): Answer<void> {
    return this.transport.requestNothing(
      sending => calls.cancelJob({ ...sending, path: { id } }),
      options
    )
  }

  /** Creates up to 100 jobs together: all of them, or none. */
  createBatch(commands: readonly JobCommand[], options: GenerationOptions = {}): Answer<Batch> {
    const body = { jobs: commands as JobRequest[] }
    const headers = generationHeaders(options)
    return this.transport.requestData(sending => calls.createBatch({ ...sending, body }), {
      ...options,
      headers
    })
  }

  /** The number of jobs of a batch in each state. Its jobs: `all({ batchId })`. */
  readBatch(id: string, options: CallOptions = {}): Answer<Batch> {
    return this.transport.requestData(
      sending => calls.readBatch({ ...sending, path: { id } }),
      options
    )
  }

  /** Cancels the jobs of a batch that wait or run. */
  cancelBatch(id: string, options: CallOptions = {}): Answer<void> {
    return this.transport.requestNothing(
      sending => calls.cancelBatch({ ...sending, path: { id } }),
      options
    )
  }

  /** A page of webhooks with their deliveries, newest first. */
  listWebhooks(query: WebhookQuery = {}, options: CallOptions = {}): Answer<WebhookList> {
    return this.transport.requestData(sending => calls.listWebhooks({ ...sending, query }), options)
  }

  /** Delivers a webhook again, with the same id. */
  redeliverWebhook(id: string, options: CallOptions = {}): Answer<Webhook> {
    return this.transport.requestData(
      sending => calls.redeliverWebhook({ ...sending, path: { id } }),
      options
    )
  }

  /** Reads a job again and again until it has ended: completed, failed or cancelled. */
  async wait(id: string, { pollMs = 2000, ...options }: WaitOptions = {}): Promise<Job> {
    for (;;) {
      const job = await this.read(id, options)
      if (job.state !== 'queued' && job.state !== 'running') return job
      await pause(pollMs, options.signal)
    }
  }
}
