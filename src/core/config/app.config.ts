import { environments, type Environment } from './environment.js'
import { Choice, Integer, Seconds } from './setting.decorators.js'
import { registerSettings } from './register-settings.js'

export class AppSettings {
  @Choice(environments, {
    default: 'development',
    description:
      'The only setting that decides whether rules are strict: they are in staging and production.'
  })
  readonly ENVIRONMENT!: Environment

  @Integer(
    { min: 1, max: 1 },
    { default: 1, description: 'Processes per instance; only 1 is supported.' }
  )
  readonly WORKERS!: number

  @Seconds(
    { min: 0.05, max: 1800 },
    {
      default: 120,
      description: 'Timeout of a whole generation: attempts, waits and repair.'
    }
  )
  readonly GENERATION_DEADLINE!: number
}

export const appConfig = registerSettings('app', AppSettings, { title: 'Application' })
