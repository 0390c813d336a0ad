import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import {
  BudgetWarnings,
  type BudgetWarning
} from '#modules/billing/budgets/budget-warnings.service.js'
import { WebhookOutbox } from './webhook-outbox.service.js'
import { webhooksConfig } from './webhooks.config.js'

/** Sends budget warnings to the operator. */
@Injectable()
export class BudgetWebhook {
  constructor(
    warnings: BudgetWarnings,
    private readonly outbox: WebhookOutbox,
    private readonly logger: PinoLogger,
    @Inject(webhooksConfig.KEY) { BUDGET_WEBHOOK_URL: url }: ConfigType<typeof webhooksConfig>
  ) {
    if (url !== undefined) warnings.onWarning(warning => void this.send(url, warning))
  }

  private async send(url: string, warning: BudgetWarning): Promise<void> {
    try {
      const event = { owner: 'service:jiraiya', url, type: 'budget.warning', data: warning }
      await this.outbox.addAlone(event)
    } catch (error) {
      this.logger.error(
        { action: 'budget_webhook_lost', err: error },
        'A budget warning could not be queued as a webhook'
      )
    }
  }
}
