import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { JobQueue, webhookQueue } from '#modules/jobs/queue/job-queue.service.js'
import type { WebhookAttempt } from '../tables.js'
import { WebhooksMetrics } from '../webhooks.metrics.js'
import { WebhooksRepository, type Webhook } from '../webhooks.repository.js'
import { WebhookBlocked, WebhookSender } from './webhook-sender.service.js'

type Result = 'delivered' | 'refused' | 'blocked' | 'unreachable'

/** Deliveries that one process makes at the same time. */
const concurrency = 4

/** Delivers webhooks in this process, if it is a worker. */
@Injectable()
export class WebhookWorker implements OnApplicationBootstrap {
  constructor(
    private readonly queue: JobQueue,
    private readonly webhooks: WebhooksRepository,
    private readonly sender: WebhookSender,
    private readonly logger: PinoLogger,
    private readonly metrics: WebhooksMetrics
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.queue.isWorker) return
    await this.queue.work(webhookQueue, { concurrency }, ({ id, mayRetry }) =>
      this.deliver(id, mayRetry)
    )
  }

  /** Rejects if the webhook shall be sent again. */
  private async deliver(id: string, mayRetry: boolean): Promise<void> {
    const webhook = await this.webhooks.find(id)
    if (webhook === undefined) return
    const { result, attempt } = await this.attempt(webhook)
    this.metrics.attempts.inc({ result })
    const isDelivered = result === 'delivered'
    const state = isDelivered ? 'delivered' : mayRetry ? 'pending' : 'failed'
    await this.webhooks.record(id, state, attempt)
    if (state === 'pending') throw new Error('the webhook shall be sent again')
    this.metrics.ended.inc({ outcome: isDelivered ? 'delivered' : 'given_up' })
    if (isDelivered) return
    this.logger.error(
      { action: 'webhook_given_up', webhookId: id, type: webhook.type, result },
      'A webhook was not delivered within a day'
    )
  }

  private async attempt(
    webhook: Webhook
  ): Promise<{ readonly result: Result; readonly attempt: WebhookAttempt }> {
    const startedAtMs = performance.now()
    const at = new Date().toISOString()
    const ended = (result: Result, status: number | null, problem: string | null) => {
      const durationMs = Math.round(performance.now() - startedAtMs)
      return { result, attempt: { at, status, problem, durationMs } }
    }
    try {
      const status = await this.sender.send(webhook)
      if (status < 300) return ended('delivered', status, null)
      return ended('refused', status, status < 400 ? 'redirects are not followed' : 'refused')
    } catch (error) {
      const cause = blockedBy(error)
      return cause === undefined
        ? ended('unreachable', null, codeOf(error))
        : ended('blocked', null, cause.message)
    }
  }
}

/** The error of a lookup is the error of the connection, or its cause. */
function blockedBy(error: unknown): WebhookBlocked | undefined {
  if (error instanceof WebhookBlocked) return error
  return error instanceof Error && error.cause instanceof WebhookBlocked ? error.cause : undefined
}

/** Without the message, which may quote the receiver. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no response'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
