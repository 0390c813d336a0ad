import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { InjectMetric, type Counter } from '../../core/metrics/inject-metric.js'
import type { OnAttempt, TokenUsage } from '../llm/language-model.js'
import { toDollars, type Picodollars } from './money.js'
import { PriceBook } from './price-book.js'

/** The tokens and the money of one generation, all its attempts together. */
export interface Bill {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly totalTokens: number
  readonly costUsd: number
}

/** An open bill: hand `onAttempt` to the language model, read the sum when all is done. */
export interface OpenBill {
  readonly onAttempt: OnAttempt
  readonly total: () => Bill
}

/** Enters every paid attempt of a generation and sums it up. */
@Injectable()
export class BillingService {
  constructor(
    private readonly logger: PinoLogger,
    private readonly prices: PriceBook,
    @InjectMetric('jiraiya_ai_cost_usd') private readonly spent: Counter
  ) {}

  open(): OpenBill {
    const entries: { readonly usage: TokenUsage; readonly cost: Picodollars }[] = []
    return {
      onAttempt: async ({ model }) => {
        return async ({ usage }) => {
          if (usage === undefined) return
          if (!usage.reported) {
            this.logger.warn({ action: 'usage_estimated', model }, 'The provider reported no usage')
          }
          const cost = this.prices.costOf(model, usage)
          entries.push({ usage, cost })
          this.spent.inc({ model }, toDollars(cost))
        }
      },
      total: () => {
        const promptTokens = entries.reduce((sum, { usage }) => sum + usage.promptTokens, 0)
        const completionTokens = entries.reduce((sum, { usage }) => sum + usage.completionTokens, 0)
        const cost = entries.reduce((sum, entry) => sum + entry.cost, 0n)
        return {
          promptTokens,
          completionTokens,
          totalTokens: promptTokens + completionTokens,
          costUsd: toDollars(cost)
        }
      }
    }
  }
}
