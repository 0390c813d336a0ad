import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { httpConfig } from '#core/http/http.config.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { streamRecord } from '#core/http/streaming/stream-record.js'
import { isOpen, type Job } from '../job.js'
import { JobsRepository } from '../jobs.repository.js'
import { NoSuchJob } from '../no-such-job.js'
import { JobDto } from './dto/job.dto.js'

/** Sends a job whenever it changes, until it has ended. */
@Injectable()
export class JobEventsService {
  constructor(
    private readonly jobs: JobsRepository,
    @Inject(httpConfig.KEY) private readonly settings: ConfigType<typeof httpConfig>
  ) {}

  /** @param first as it was found; sent at once */
  execute(first: Job, signal: AbortSignal, events: EventStream): Promise<void> {
    let sent = ''
    const send = async (job: Job): Promise<void> => {
      const dto = JobDto.from(job)
      if (!isOpen(job)) return events.finish('job', dto)
      const text = JSON.stringify(dto)
      if (text !== sent) await events.send('job', dto)
      sent = text
    }
    const { settings } = this
    return streamRecord(first, { read: () => this.read(first), send, events, signal, settings })
  }

  private async read({ id, owner }: Job): Promise<Job> {
    const job = await this.jobs.find(id, owner)
    if (job === undefined) throw new NoSuchJob()
    return job
  }
}
