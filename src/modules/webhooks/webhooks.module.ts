import { Module } from '@nestjs/common'
import { Retention } from '#core/database/retention.js'
import { BillingModule } from '#modules/billing/billing.module.js'
import { JobQueueModule } from '#modules/jobs/queue/job-queue.module.js'
import { BudgetWebhook } from './budget-webhook.service.js'
import { WebhookSender } from './delivery/webhook-sender.service.js'
import { WebhookWorker } from './delivery/webhook-worker.service.js'
import { WebhooksController } from './http/webhooks.controller.js'
import { WebhookOutbox } from './webhook-outbox.service.js'
import { WebhooksMetrics } from './webhooks.metrics.js'
import { WebhooksRepository } from './webhooks.repository.js'

/** As long as jobs by default. */
const retentionDays = 30

@Module({
  imports: [JobQueueModule, BillingModule],
  controllers: [WebhooksController],
  providers: [
    WebhooksMetrics,
    WebhooksRepository,
    WebhookOutbox,
    WebhookSender,
    WebhookWorker,
    BudgetWebhook
  ],
  exports: [WebhookOutbox]
})
export class WebhooksModule {
  constructor(retention: Retention) {
    retention.registerByAge({ table: 'webhooks', column: 'created_at', days: retentionDays })
  }
}
