import { randomUUID } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { JobQueue, webhookQueue } from '#modules/jobs/queue/job-queue.service.js'
import { isWebhookUrl, webhooksConfig } from './webhooks.config.js'
import { WebhooksRepository } from './webhooks.repository.js'

/** An event for a receiver. */
export interface WebhookEvent {
  readonly owner: string
  readonly url: string
  /** For example `job.completed`. */
  readonly type: string
  readonly data: object
}

/** Takes webhooks in the transaction of what they report. A worker delivers them. */
@Injectable()
export class WebhookOutbox {
  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly queue: JobQueue,
    private readonly database: Database,
    @Inject(webhooksConfig.KEY) private readonly settings: ConfigType<typeof webhooksConfig>
  ) {}

  /** @throws ValidationFailed unless webhooks may be sent to the address */
  expectAllowed(field: string, url: string): void {
    if (isWebhookUrl(url, this.settings.WEBHOOK_HOSTS)) return
    const messages = ['must be an https address of a host that the operator allows for webhooks']
    throw new ValidationFailed([{ field, messages, rule: 'pattern' }])
  }

  async add(transaction: DatabaseTransaction, events: readonly WebhookEvent[]): Promise<void> {
    if (events.length === 0) return
    const timestamp = new Date().toISOString()
    const webhooks = events.map(({ owner, url, type, data }) => ({
      id: randomUUID(),
      owner,
      url,
      type,
      payload: JSON.stringify({ type, timestamp, data })
    }))
    await this.webhooks.insert(transaction, webhooks)
    await this.queue.sendWebhooks(
      transaction,
      webhooks.map(({ id }) => id)
    )
  }

  /** Adds an event in a transaction of its own. */
  addAlone(event: WebhookEvent): Promise<void> {
    return this.database.transaction(transaction => this.add(transaction, [event]))
  }

  /** Delivers a webhook once more, with the same id. */
  async redeliver(id: string): Promise<void> {
    await this.database.transaction(async transaction => {
      await this.webhooks.reopen(transaction, id)
      await this.queue.remove(webhookQueue, transaction, [id])
      await this.queue.sendWebhooks(transaction, [id])
    })
  }
}
