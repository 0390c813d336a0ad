import { registerSettings } from '#core/config/register-settings.js'
import { Fraction, Integer, Seconds } from '#core/config/setting.decorators.js'

export class ServicesSettings {
  @Integer(
    { min: 0, max: 10 },
    {
      default: 3,
      description: 'Retries of a call to another service; network faults and 5xx only.'
    }
  )
  readonly SERVICE_CLIENT_MAX_RETRIES!: number

  @Fraction(
    { min: 1, max: 10 },
    {
      default: 2,
      description:
        'Factor by which the delay between retries grows: 1 second, then 2, 4 …, at most 10.'
    }
  )
  readonly SERVICE_CLIENT_RETRY_BACKOFF!: number

  @Seconds(
    { min: 0.05, max: 300 },
    { default: 30, description: 'Timeout of a call to another service, with its retries.' }
  )
  readonly SERVICE_CLIENT_TIMEOUT!: number
}

export const servicesConfig = registerSettings('services', ServicesSettings, {
  title: 'Calls to other services'
})
