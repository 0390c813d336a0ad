import { appConfig } from '#core/config/app.config.js'
import {
  parseBudgets,
  parseThresholds,
  type ConfiguredBudgets
} from './budgets/configured-budgets.js'
import { parsePrices, type ConfiguredPrices } from './prices/configured-prices.js'
import { priceTable } from './prices/price-table.js'
import { registerSettings } from '#core/config/register-settings.js'
import { Dollars, Integer, Seconds, Structured } from '#core/config/setting.decorators.js'
import { llmConfig } from '#modules/llm/llm.config.js'

const priceRule = 'must be a model with a price: name one of the price table or add OPENAI_PRICES'

export class BillingSettings {
  @Structured<ConfiguredPrices>(
    {
      type: 'JSON object',
      rule: 'must be a JSON object of {"model": {"input": n, "output": n, "cachedInput": n}} with n >= 0, in US dollars per million tokens',
      parse: parsePrices
    },
    {
      default: {},
      defaultText: 'the shipped table',
      description:
        'Prices in US dollars per million tokens. They extend or override the shipped table.'
    }
  )
  readonly OPENAI_PRICES!: ConfiguredPrices

  @Dollars({ description: 'Budget of one owner for a day (UTC), in US dollars.' })
  readonly BUDGET_DAILY_USD?: string

  @Dollars({ description: 'Budget of one owner for a month (UTC), in US dollars.' })
  readonly BUDGET_MONTHLY_USD?: string

  @Dollars({ description: 'Budget of all owners together for a day (UTC), in US dollars.' })
  readonly BUDGET_GLOBAL_DAILY_USD?: string

  @Structured<ConfiguredBudgets>(
    {
      type: 'JSON object',
      rule: 'must be a JSON object of {"owner" or "global" or "role:NAME" or "key:NAME" or "service:NAME": {"dailyUsd": "1.50", "monthlyUsd": "30", "dailyTokens": n, "monthlyTokens": n}}',
      parse: parseBudgets
    },
    {
      default: {},
      defaultText: 'none',
      description:
        'Further budgets: `owner` for all owners, `role:NAME` for users with a role (instead of `owner`), `key:NAME` or `service:NAME` for all calls of one credential together, `global` for all owners together.'
    }
  )
  readonly BUDGETS!: ConfiguredBudgets

  @Structured<readonly number[]>(
    {
      type: 'list of percent',
      rule: 'must be a comma-separated list or a JSON array of whole numbers from 1 to 100',
      parse: parseThresholds
    },
    {
      default: [80, 95],
      description:
        'Thresholds of spent budgets, in percent. Each is reported once a period by a log line and a metric.'
    }
  )
  readonly BUDGET_WARN_AT!: readonly number[]

  @Seconds(
    { min: 1, max: 86_400 },
    {
      default: 300,
      description:
        'Time until a reservation of a killed process expires and its attempts are recorded as lost; longer than GENERATION_DEADLINE. A running process renews its reservations.'
    }
  )
  readonly RESERVATION_LEASE!: number

  @Integer(
    { min: 0, max: 36_500 },
    { default: 0, description: 'Days for which ledger entries are retained; 0 means no limit.' }
  )
  readonly LEDGER_RETENTION_DAYS!: number
}

export const billingConfig = registerSettings('billing', BillingSettings, {
  title: 'Prices and budgets',
  rules: [
    {
      name: 'RESERVATION_LEASE',
      rule: 'must be longer than GENERATION_DEADLINE',
      isBroken: ({ RESERVATION_LEASE }, of) =>
        RESERVATION_LEASE <= of(appConfig).GENERATION_DEADLINE
    },
    // The cost of a model without a price would be recorded as 0.
    {
      name: 'OPENAI_MODEL',
      rule: priceRule,
      isBroken: (settings, of) => !hasPrice(settings, of(llmConfig).OPENAI_MODEL)
    },
    {
      name: 'OPENAI_FALLBACK_MODELS',
      rule: priceRule,
      isBroken: (settings, of) =>
        !of(llmConfig).OPENAI_FALLBACK_MODELS.every(model => hasPrice(settings, model))
    }
  ]
})

function hasPrice({ OPENAI_PRICES }: BillingSettings, model: string): boolean {
  return Object.hasOwn(OPENAI_PRICES, model) || Object.hasOwn(priceTable.models, model)
}
