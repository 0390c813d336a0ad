import { setTimeout as wait } from 'node:timers/promises'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { toAppError } from '#core/http/errors/to-app-error.js'
import { httpConfig } from '#core/http/http.config.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { isOpen, type Job } from '../job.js'
import { JobsRepository } from '../jobs.repository.js'
import { NoSuchJob } from '../no-such-job.js'
import { JobDto } from './dto/job.dto.js'

const lookEveryMs = 500

/**
 * Sends a job whenever it changes, until it has ended. The record is read again and again: PostgreSQL's notifications
 * do not pass a pooler.
 */
@Injectable()
export class JobEventsService {
  constructor(
    private readonly jobs: JobsRepository,
    @Inject(httpConfig.KEY) private readonly settings: ConfigType<typeof httpConfig>
  ) {}

  /** @param first as it was found; sent at once */
  async execute(first: Job, signal: AbortSignal, events: EventStream): Promise<void> {
    const { STREAM_HEARTBEAT, STREAM_STALL_TIMEOUT } = this.settings
    events.start({ heartbeatMs: STREAM_HEARTBEAT * 1000, stallMs: STREAM_STALL_TIMEOUT * 1000 })
    try {
      await this.follow(first, signal, events)
    } catch (error) {
      if (!events.isOpen) throw error
      events.fail(toAppError(signal.aborted ? signal.reason : error))
    } finally {
      events.stop()
    }
  }

  private async follow(first: Job, signal: AbortSignal, events: EventStream): Promise<void> {
    let sent = ''
    for (let job = first; ; job = await this.next(job, signal)) {
      const dto = JobDto.from(job)
      if (!isOpen(job)) return events.finish('job', dto)
      const text = JSON.stringify(dto)
      if (text !== sent) await events.send('job', dto)
      sent = text
    }
  }

  private async next({ id, owner }: Job, signal: AbortSignal): Promise<Job> {
    await wait(lookEveryMs, undefined, { signal })
    const job = await this.jobs.find(id, owner)
    if (job === undefined) throw new NoSuchJob()
    return job
  }
}
