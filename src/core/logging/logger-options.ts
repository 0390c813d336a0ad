import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino'
import type { Environment } from '#core/config/environment.js'
import { currentContext } from '#core/context/request-context.js'
import { errorForLog } from './error-for-log.js'
import { standardOutput } from './log-writer.js'
import type { LoggingSettings } from './logging.config.js'

/** Receives each line when it is written. */
export type LogDestination = DestinationStream

/**
 * The logger of the process. Every line of a request has the request's ids. A destination other than
 * standard output gets JSON, whatever LOG_FORMAT is.
 */
export async function createLogger(
  settings: LoggingSettings,
  environment: Environment,
  logTo?: LogDestination
): Promise<Logger> {
  const options = loggerOptions(settings, environment)
  if (logTo !== undefined) return pino(options, logTo)
  if (settings.LOG_FORMAT === 'json') return pino(options, standardOutput())
  // Loaded only by a terminal's process: production logs JSON.
  const { textLog } = await import('./text-log.js')
  return pino(options, textLog())
}

export function loggerOptions(
  { LOG_LEVEL: level }: Pick<LoggingSettings, 'LOG_LEVEL'>,
  environment: Environment
): LoggerOptions {
  return {
    level,
    base: { service: 'jiraiya', environment },
    formatters: { level: label => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers,
    mixin: requestFields
  }
}

export const serializers = { err: errorForLog }

function requestFields(): Record<string, string | undefined> {
  const context = currentContext()
  if (context === undefined) return {}
  const { requestId, correlationId, userId, path, method, trace } = context
  return { requestId, correlationId, userId, path, method, ...trace?.ids() }
}
