import { parseRateLimits, type RateLimitOverrides } from './configured-rate-limits.js'
import { registerSettings } from '#core/config/register-settings.js'
import { Integer, Structured } from '#core/config/setting.decorators.js'

export class RateLimitSettings {
  @Integer(
    { min: 1, max: 1_000_000 },
    {
      default: 600,
      description: 'Requests a minute from one IP address, counted before authentication.'
    }
  )
  readonly FLOOD_LIMIT_PER_MINUTE!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 20, description: 'Failed logins a minute from one IP address.' }
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
    {
      default: 120,
      description: 'Generations a minute for an API key or service without X-User-ID.'
    }
  )
  readonly RATE_LIMIT_KEY_PER_MINUTE!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    {
      default: 2000,
      description: 'Generations an hour for an API key or service without X-User-ID.'
    }
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
        'Other limits for users with a role, or for an API key or service without X-User-ID.'
    }
  )
  readonly RATE_LIMITS!: RateLimitOverrides

  @Integer(
    { min: 1, max: 1000 },
    {
      default: 1,
      description: 'Number of instances. Limits that each instance counts alone are divided by it.'
    }
  )
  readonly REPLICAS!: number
}

export const rateLimitConfig = registerSettings('rateLimit', RateLimitSettings, {
  title: 'Rate limits'
})
