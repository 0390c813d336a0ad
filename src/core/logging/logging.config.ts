import { isStrict } from '#core/config/environment.js'
import { registerSettings } from '#core/config/register-settings.js'
import { Choice } from '#core/config/setting.decorators.js'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
export type LogFormat = 'json' | 'text'

export class LoggingSettings {
  @Choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    {
      default: 'info',
      description: 'Lowest level that is logged, in any letter case; WARNING is accepted for warn.'
    },
    { warning: 'warn', critical: 'fatal' }
  )
  readonly LOG_LEVEL!: LogLevel

  @Choice(['json', 'text'], {
    defaultText: 'text in development, json elsewhere',
    description: 'Format of log lines.'
  })
  readonly LOG_FORMAT!: LogFormat
}

export const loggingConfig = registerSettings('logging', LoggingSettings, {
  title: 'Logging',
  rules: [
    {
      name: 'LOG_LEVEL',
      rule: 'must be info or above outside development',
      onlyStrict: true,
      isBroken: ({ LOG_LEVEL }) => LOG_LEVEL === 'debug' || LOG_LEVEL === 'trace'
    }
  ],
  dependentDefaults: (_settings, environment) => ({
    LOG_FORMAT: isStrict(environment) ? ('json' as const) : ('text' as const)
  })
})
