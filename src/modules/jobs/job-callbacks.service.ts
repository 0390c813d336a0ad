import { Injectable } from '@nestjs/common'
import type { DatabaseTransaction } from '#core/database/database.js'
import { WebhookOutbox } from '#modules/webhooks/webhook-outbox.service.js'
import { JobDto } from './http/dto/job.dto.js'
import type { Job, NewJob } from './job.js'

/** Sends webhooks of jobs that have ended, in the transaction that ends them. */
@Injectable()
export class JobCallbacks {
  constructor(private readonly outbox: WebhookOutbox) {}

  /** @throws ValidationFailed if webhooks may not be sent to a callbackUrl */
  expectAllowed(jobs: readonly NewJob[], isBatch: boolean): void {
    for (const [index, { callbackUrl }] of jobs.entries()) {
      const place = isBatch ? `jobs[${index}].` : ''
      if (callbackUrl !== undefined) this.outbox.expectAllowed(`${place}callbackUrl`, callbackUrl)
    }
  }

  async ended(transaction: DatabaseTransaction, jobs: readonly Job[]): Promise<void> {
    const events = jobs.flatMap(job => {
      const { owner, callbackUrl: url, state } = job
      return url === null ? [] : [{ owner, url, type: `job.${state}`, data: JobDto.from(job) }]
    })
    await this.outbox.add(transaction, events)
  }
}
