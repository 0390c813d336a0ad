import { isStrict } from '#core/config/environment.js'
import { registerSettings } from '#core/config/register-settings.js'
import { Fraction, Seconds } from '#core/config/setting.decorators.js'

export class LifecycleSettings {
  @Seconds(
    { min: 1, max: 600 },
    {
      default: 30,
      description: 'Time for running requests to finish after SIGTERM; then they are aborted.'
    }
  )
  readonly SHUTDOWN_TIMEOUT!: number

  @Seconds(
    { min: 0, max: 60 },
    {
      defaultText: '0 in development, 5 elsewhere',
      description:
        'Time between readiness returning 503 and the rejection of requests, for load balancers.'
    }
  )
  readonly SHUTDOWN_DELAY!: number

  @Seconds(
    { min: 0.01, max: 60 },
    {
      default: 0.25,
      description: 'Median event loop delay above which generations are rejected.'
    }
  )
  readonly OVERLOAD_LOOP_DELAY!: number

  @Fraction(
    { min: 0.1, max: 1 },
    {
      default: 0.85,
      description: 'Used share of the heap above which generations are rejected.'
    }
  )
  readonly OVERLOAD_HEAP!: number
}

export const lifecycleConfig = registerSettings('lifecycle', LifecycleSettings, {
  title: 'Shutdown and overload',
  dependentDefaults: (_settings, environment) => ({ SHUTDOWN_DELAY: isStrict(environment) ? 5 : 0 })
})
