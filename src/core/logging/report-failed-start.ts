import type { PinoLogger } from 'nestjs-pino'
import { SettingsParser, type Variables } from '#core/config/parse-settings.js'
import { SettingsError, type SettingProblem } from '#core/config/settings-error.js'
import { ApplicationLogger } from './application-logger.js'
import { createLogger } from './logger-options.js'
import { loggingConfig } from './logging.config.js'

/** A line of the log where the log is JSON; text on standard error where people read it. */
export async function reportFailedStart(error: unknown, variables: Variables): Promise<void> {
  const parser = new SettingsParser(variables)
  const { LOG_FORMAT } = parser.settingsOf(loggingConfig)
  if (LOG_FORMAT === 'text') {
    process.stderr.write(`${error instanceof SettingsError ? error.message : String(error)}\n`)
    return
  }
  const settings = { LOG_FORMAT, LOG_LEVEL: 'fatal' } as const
  const logger: PinoLogger = new ApplicationLogger(await createLogger(settings, parser.environment))
  if (error instanceof SettingsError) {
    const problems = error.problems.map(asText)
    const notices = error.notices.map(asText)
    logger.fatal({ action: 'settings_wrong', problems, notices }, 'The settings are wrong')
  } else {
    logger.fatal({ action: 'start_failed', err: error }, 'The service did not start')
  }
}

function asText({ name, rule }: SettingProblem): string {
  return `${name} ${rule}`
}
