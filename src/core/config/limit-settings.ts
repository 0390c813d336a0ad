import { parseBudgets, type ConfiguredBudgets } from './configured-budgets.js'
import { parseRateLimits, type RateLimitOverrides } from './configured-rate-limits.js'
import { ProviderSettings } from './provider-settings.js'
import { Dollars, Integer, Seconds, Structured } from './setting.decorators.js'

/** How often, and for how much money. */
export abstract class LimitSettings extends ProviderSettings {
  @Integer(
    { min: 1, max: 1_000_000 },
    {
      default: 600,
      description: 'Requests a minute from one address, before anybody asks who it is.'
    }
  )
  readonly FLOOD_LIMIT_PER_MINUTE!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 20, description: 'Failed logins a minute from one address.' }
  )
  readonly LOGIN_FAILURES_PER_MINUTE!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 10, description: 'Generations a minute for one user.' }
  )
  readonly RATE_LIMIT_PER_MINUTE!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 100, description: 'Generations an hour for one user.' }
  )
  readonly RATE_LIMIT_PER_HOUR!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 120, description: 'Generations a minute for a key or service that acts for itself.' }
  )
  readonly RATE_LIMIT_KEY_PER_MINUTE!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 2000, description: 'Generations an hour for a key or service that acts for itself.' }
  )
  readonly RATE_LIMIT_KEY_PER_HOUR!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 120, description: 'Reads of stories and usage a minute for one owner.' }
  )
  readonly RATE_LIMIT_READ_PER_MINUTE!: number

  @Structured<RateLimitOverrides>(
    {
      type: 'JSON object',
      rule: 'must be a JSON object of {"role:NAME" or "key:NAME" or "service:NAME": {"perMinute": n, "perHour": n, "readPerMinute": n}} with whole n from 1 to 1000000',
      parse: parseRateLimits
    },
    {
      default: {},
      defaultText: 'none',
      description:
        'Other limits for the users of a role, or for a key or service that acts for itself.'
    }
  )
  readonly RATE_LIMITS!: RateLimitOverrides

  @Integer(
    { min: 1, max: 1000 },
    {
      default: 1,
      description: 'Instances of this service: limits that each counts alone are divided by it.'
    }
  )
  readonly REPLICAS!: number

  @Dollars({ description: 'What one owner may spend a day (UTC), in US dollars.' })
  readonly BUDGET_DAILY_USD?: string

  @Dollars({ description: 'What one owner may spend a month (UTC), in US dollars.' })
  readonly BUDGET_MONTHLY_USD?: string

  @Dollars({ description: 'What all may spend a day (UTC) together, in US dollars.' })
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
        'More budgets: `owner` for everyone, `role:NAME` in its place for the users of a role, `key:NAME` or `service:NAME` for all calls of one credential together, `global` for all.'
    }
  )
  readonly BUDGETS!: ConfiguredBudgets

  @Seconds(
    { min: 1, max: 86_400 },
    {
      default: 300,
      description:
        'How long a reservation outlives its process; must be longer than GENERATION_DEADLINE. Then its attempts are booked as lost.'
    }
  )
  readonly RESERVATION_LEASE!: number
}
